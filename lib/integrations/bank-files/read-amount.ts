import { isCurrency } from '@/lib/domain/money/currency';
import { parseMoney } from '@/lib/domain/money/money';
import { parseCivilDate } from '@/lib/domain/period/civil-date';
import { refuse, type XmlElement } from '@/lib/integrations/partner-bills/ubl/xml';

export type ReadAmount = { amountMinor: bigint; currency: string };

/** Ten billions of millions: what a bigint of the database has room for, with sums of many. */
const LARGEST_MINOR = 10n ** 16n;

/** An amount with its currency, never below nothing; `where` it stands is for the words. Fails: `bad_amount`, `bad_currency`. */
export function readAmount(amount: XmlElement | null, where: string): ReadAmount {
  const code = amount?.attribute('Ccy') ?? '';
  const text = amount?.text() ?? '';
  if (!isCurrency(code)) {
    throw refuse('bad_currency', `${where} is in "${code.slice(0, 10)}", which is no currency (ISO 4217).`);
  }
  const read = parseMoney(text, code);
  if (read === null || read.amountMinor < 0n || read.amountMinor > LARGEST_MINOR) {
    throw refuse('bad_amount', `${where} has "${text.slice(0, 40)}", which is no amount in ${code}.`);
  }
  return read;
}

/** The sign of what the bank credits (CRDT) or debits (DBIT). Fails: `bad_direction`. */
export function readSign(element: XmlElement, where: string): 1n | -1n {
  const said = element.text('CdtDbtInd');
  if (said === 'CRDT') return 1n;
  if (said === 'DBIT') return -1n;
  throw refuse('bad_direction', `${where} is neither a credit (CRDT) nor a debit (DBIT).`);
}

/** The day of a date or an instant as the bank writes it; null when there is none. Fails: `bad_date`. */
export function readDay(element: XmlElement | null): string | null {
  const text = element?.text('Dt') ?? element?.text('DtTm') ?? element?.text() ?? null;
  if (text === null) return null;
  const day = parseCivilDate(text.slice(0, 10));
  if (day !== null) return day;
  throw refuse('bad_date', `"${text.slice(0, 40)}" is no day.`);
}

/** Text, cut to what is kept of it. */
export const readText = (element: XmlElement | null, path: string, maxLength = 140): string | null =>
  element?.text(path)?.slice(0, maxLength) ?? null;
