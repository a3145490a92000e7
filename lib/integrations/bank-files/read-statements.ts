import {
  type BankFile,
  MAX_BANK_ENTRIES,
  type ReadEntry,
  type ReadPart,
  type ReadStatement,
} from '@/lib/integrations/bank-files/bank-file';
import { readAmount, readDay, readSign, readText } from '@/lib/integrations/bank-files/read-amount';
import { readPart } from '@/lib/integrations/bank-files/read-part';
import { refuse, type XmlElement } from '@/lib/integrations/partner-bills/ubl/xml';

/**
 * The statements (Stmt) or notifications (Ntfctn) of a message, each with its balances and entries.
 * Fails: `no_statements`, `message_id_missing`, `statement_id_missing`, `account_missing`, `too_many_entries`, `bad_amount`, `bad_currency`,
 * `bad_direction`, `bad_date`, `date_missing`.
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
  return { messageId, statements, statuses: [] };
}

type Place = { where: string; createdOn: string | null; room: { left: number } };

function readStatement(statement: XmlElement, kind: ReadStatement['kind'], place: Place): ReadStatement {
  const { where, room } = place;
  const reference = readText(statement, 'Id', 35);
  if (reference === null) throw refuse('statement_id_missing', `${where} has no id (Id).`);
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
  return {
    ...{ kind, reference, account, toOn, entries },
    fromOn: readDay(period?.find('FrDtTm') ?? null) ?? readDay(period?.find('FrDt') ?? null),
    currency: readText(statement, 'Acct/Ccy', 3) ?? balances.currency,
    ...{ openingMinor: balances.opening, closingMinor: balances.closing },
  };
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
    isReversal: entry.text('RvslInd') === 'true',
    bankReference: readText(entry, 'AcctSvcrRef', 35) ?? readText(entry, 'NtryRef', 35),
    code: readCode(entry),
    batchCount: count.find((number) => Number.isSafeInteger(number) && number > 1) ?? null,
    text: readText(entry, 'AddtlNtryInf', 500),
    parts: readParts(details, { amountMinor, currency, sign }),
  };
}

function readParts(
  details: readonly XmlElement[],
  entry: { amountMinor: bigint; currency: string; sign: 1n | -1n },
): ReadPart[] {
  const read = details.flatMap((detail) => detail.all('TxDtls').map((part) => readPart(part, detail, entry)));
  if (read.length === 1) return [{ ...read[0]!, amountMinor: entry.amountMinor }];
  const sum = read.reduce((total, { amountMinor }) => total + (amountMinor ?? 0n), 0n);
  const isWhole = read.length > 0 && read.every(({ amountMinor }) => amountMinor !== null);
  if (isWhole && sum === entry.amountMinor) return read as ReadPart[];
  // Parts that do not sum to what the account got are no money: the entry is one, for a person to part.
  const batch = details[0]?.find('Btch') ?? null;
  return [
    {
      ...{
        amountMinor: entry.amountMinor,
        endToEndId: null,
        remittance: null,
        references: [],
        returned: null,
      },
      ...{ messageId: readText(batch, 'MsgId', 35), paymentInfoId: readText(batch, 'PmtInfId', 35) },
      counterparty: { name: null, account: null },
    },
  ];
}

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
