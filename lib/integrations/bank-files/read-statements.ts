import { currency as currencyOf } from '@/lib/domain/money/currency';
import { formatMinor, parseMoney } from '@/lib/domain/money/money';
import {
  type BankFile,
  MAX_BANK_ENTRIES,
  type ReadEntry,
  type ReadPart,
  type ReadStatement,
} from '@/lib/integrations/bank-files/bank-file';
import { readAmount, readDay, readSign, readText } from '@/lib/integrations/bank-files/read-amount';
import { readCharges } from '@/lib/integrations/bank-files/read-charges';
import { readPart } from '@/lib/integrations/bank-files/read-part';
import { refuse, type XmlElement } from '@/lib/integrations/partner-bills/ubl/xml';

/**
 * The statements (Stmt) or notifications (Ntfctn) of a message, each with its balances and entries.
 * Fails: `no_statements`, `message_id_missing`, `statement_id_missing`, `repeated_statement`, `account_missing`, `too_many_entries`,
 * `entries_differ`, `bad_amount`, `bad_currency`, `bad_direction`, `bad_date`, `date_missing`.
 */
export function readStatements(
  message: XmlElement,
  name: 'Stmt' | 'Ntfctn',
): Pick<BankFile, 'messageId' | 'statements' | 'statuses'> {
  const messageId = readText(message, 'GrpHdr/MsgId', 35);
  if (messageId === null) throw refuse('message_id_missing', 'The bank file has no message id (MsgId).');
  const createdOn = readDay(message.find('GrpHdr/CreDtTm'));
  const room = { left: MAX_BANK_ENTRIES };
  const statements = message.all(name).map((statement, index) => {
    const where = `${name} ${index + 1}`;
    const kind = name === 'Stmt' ? 'statement' : 'notification';
    return readStatement(statement, kind, { where, createdOn, room });
  });
  if (statements.length === 0) throw refuse('no_statements', 'The bank file has no statement in it.');
  requireOnce(statements);
  return { messageId, statements, statuses: [] };
}

/** One told twice in a file would be booked twice. */
function requireOnce(statements: readonly ReadStatement[]): void {
  const seen = new Set<string>();
  for (const [index, { account, reference }] of statements.entries()) {
    const key = `${account} ${reference}`;
    if (seen.has(key)) {
      const message = `Statement ${index + 1} has the id ${reference} of another one of this account in the file. Ask the bank for it again.`;
      throw refuse('repeated_statement', message);
    }
    seen.add(key);
  }
}

type Place = { where: string; createdOn: string | null; room: { left: number } };

function readStatement(statement: XmlElement, kind: ReadStatement['kind'], place: Place): ReadStatement {
  const { where, room } = place;
  const id = readText(statement, 'Id', 35);
  if (id === null) throw refuse('statement_id_missing', `${where} has no id (Id).`);
  // The pages of a statement have one id.
  const page = readText(statement, 'StmtPgntn/PgNb', 5) ?? readText(statement, 'NtfctnPgntn/PgNb', 5) ?? '1';
  const reference = /^0*1$/.test(page) ? id : `${id} page ${page}`;
  const account = readText(statement, 'Acct/Id/IBAN', 34) ?? readText(statement, 'Acct/Id/Othr/Id', 34);
  if (account === null)
    throw refuse('account_missing', `${where} does not say of which account it is (Acct).`);
  const period = statement.find('FrToDt');
  const toOn = readDay(period?.find('ToDtTm') ?? null) ?? readDay(period?.find('ToDt') ?? null);
  const balances = readBalances(statement, where);
  const entries = statement.all('Ntry').map((entry, index) => {
    const read = readEntry(entry, `${where}, entry ${index + 1}`, toOn ?? place.createdOn);
    room.left -= read.parts.length;
    if (room.left < 0) {
      throw refuse(
        'too_many_entries',
        `The bank file has more than ${MAX_BANK_ENTRIES} entries. Ask for one a day.`,
      );
    }
    return read;
  });
  requireWhole(statement, entries, where);
  return {
    ...{ kind, reference, account, toOn, entries },
    fromOn: readDay(period?.find('FrDtTm') ?? null) ?? readDay(period?.find('FrDt') ?? null),
    currency: readText(statement, 'Acct/Ccy', 3) ?? balances.currency,
    ...{ openingMinor: balances.opening, closingMinor: balances.closing },
  };
}

/**
 * Refuses a statement that has not as many entries as it says, or whose entries do not come to what it says: a piece of it is missing. Some
 * banks count payments and not entries; and where there are pages, they count those of all.
 */
function requireWhole(statement: XmlElement, entries: readonly ReadEntry[], where: string): void {
  const total = statement.find('TxsSummry/TtlNtries');
  if (total === null || statement.find('StmtPgntn') !== null || statement.find('NtfctnPgntn') !== null)
    return;
  const stated = total.text('NbOfNtries');
  const payments = entries.reduce((count, { parts }) => count + parts.length, 0);
  if (stated !== null && ![entries.length, payments].includes(Number(stated))) {
    const message = `${where} says that it has ${stated.slice(0, 15)} entries, and ${entries.length} are there. Ask the bank for it again.`;
    throw refuse('entries_differ', message);
  }
  const [first] = entries;
  const sum = total.text('Sum');
  if (sum === null || !first || entries.some(({ currency }) => currency !== first.currency)) return;
  const foundMinor = entries.reduce(
    (size, { amountMinor }) => size + (amountMinor < 0n ? -amountMinor : amountMinor),
    0n,
  );
  // As a decimal: a bank may write more places than the currency has.
  if (
    parseMoney(sum.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, ''), currencyOf(first.currency))
      ?.amountMinor === foundMinor
  )
    return;
  const found = `${formatMinor(foundMinor, currencyOf(first.currency))} ${first.currency}`;
  throw refuse(
    'entries_differ',
    `${where} says that its entries come to ${sum.slice(0, 30)}, and they come to ${found}. Ask the bank for it again.`,
  );
}

/**
 * What the account had before and after. A statement of several pages carries interim balances (ITBD) over: the first in place of an
 * opening one that is on an earlier page, the last in place of a closing one that is on a later.
 */
function readBalances(statement: XmlElement, where: string) {
  const balances = statement.all('Bal').map((balance) => {
    const { amountMinor, currency } = readAmount(balance.find('Amt'), `A balance of ${where}`);
    const kind = balance.text('Tp/CdOrPrtry/Cd') ?? '';
    return { kind, amountMinor: readSign(balance, `A balance of ${where}`) * amountMinor, currency };
  });
  const of = (...kinds: string[]) => balances.filter(({ kind }) => kinds.includes(kind));
  const interim = of('ITBD');
  const opening = of('OPBD')[0] ?? of('PRCD')[0] ?? interim[0];
  const closing = of('CLBD')[0] ?? interim.at(-1);
  const isOne = opening === closing;
  return {
    currency: balances[0]?.currency ?? null,
    opening: isOne ? null : (opening?.amountMinor ?? null),
    closing: isOne ? null : (closing?.amountMinor ?? null),
  };
}

function readEntry(entry: XmlElement, where: string, otherwiseOn: string | null): ReadEntry {
  const { amountMinor: size, currency } = readAmount(entry.find('Amt'), where);
  const sign = readSign(entry, where);
  const valueOn = readDay(entry.find('ValDt'));
  const bookedOn = readDay(entry.find('BookgDt')) ?? valueOn ?? otherwiseOn;
  if (bookedOn === null) throw refuse('date_missing', `${where} has no day of booking (BookgDt).`);
  const details = entry.all('NtryDtls');
  const count = details.map((detail) => Number(detail.text('Btch/NbOfTxs') ?? Number.NaN));
  const amountMinor = sign * size;
  return {
    ...{ amountMinor, currency, bookedOn, valueOn },
    // The status was a word of its own before version 4.
    isBooked: (entry.text('Sts/Cd') ?? entry.text('Sts') ?? 'BOOK') === 'BOOK',
    isReversal: /^(true|1)$/.test(entry.text('RvslInd') ?? ''),
    bankReference: readText(entry, 'AcctSvcrRef', 35) ?? readText(entry, 'NtryRef', 35),
    code: readCode(entry),
    batchCount: count.find((number) => Number.isSafeInteger(number) && number > 1) ?? null,
    text: readText(entry, 'AddtlNtryInf', 500),
    parts: readParts(entry, details, { amountMinor, currency, sign, where }),
  };
}

function readParts(
  element: XmlElement,
  details: readonly XmlElement[],
  entry: { amountMinor: bigint; currency: string; sign: 1n | -1n; where: string },
): ReadPart[] {
  const transactions = details.flatMap((detail) => detail.all('TxDtls').map((part) => ({ detail, part })));
  const read = transactions.map(({ detail, part }) => readPart(part, detail, entry));
  const sum = read.reduce((total, { amountMinor }) => total + (amountMinor ?? 0n), 0n);
  const isWhole = read.length > 0 && read.every(({ amountMinor }) => amountMinor !== null);
  if (isWhole && sum === entry.amountMinor) return read as ReadPart[];
  const chargesMinor = readCharges(
    element,
    transactions.map(({ part }) => part),
    entry,
  );
  if (isWhole && chargesMinor !== 0n && sum + chargesMinor === entry.amountMinor) {
    return [...(read as ReadPart[]), { ...NOBODYS, amountMinor: chargesMinor, isCharge: true }];
  }
  if (read.length === 1) return [{ ...read[0]!, amountMinor: entry.amountMinor }];
  // Parts that do not sum to what the account got are no money: the entry is one, for a person to part.
  const batch = details[0]?.find('Btch') ?? null;
  return [
    {
      ...NOBODYS,
      amountMinor: entry.amountMinor,
      // Where a bank tells of no payment, it writes into the entry what the payer said.
      remittance: read.length === 0 && batch === null ? readText(element, 'AddtlNtryInf', 500) : null,
      ...{ messageId: readText(batch, 'MsgId', 35), paymentInfoId: readText(batch, 'PmtInfId', 35) },
    },
  ];
}

const NOBODYS = {
  ...{ endToEndId: null, remittance: null, references: [], returned: null },
  ...{ messageId: null, paymentInfoId: null, counterparty: { name: null, account: null } },
};

function readCode(entry: XmlElement): string | null {
  const code = entry.find('BkTxCd');
  const domain = code?.find('Domn') ?? null;
  if (domain === null) return readText(code, 'Prtry/Cd', 35);
  const family = [domain.text('Fmly/Cd'), domain.text('Fmly/SubFmlyCd')];
  return [domain.text('Cd'), ...family]
    .filter((part) => part !== null)
    .join('/')
    .slice(0, 35);
}
