import { type BankFile, MAX_BANK_ENTRIES, type ReadStatus } from '@/lib/integrations/bank-files/bank-file';
import { readAmount, readDay, readText } from '@/lib/integrations/bank-files/read-amount';
import { refuse, type XmlElement } from '@/lib/integrations/partner-bills/ubl/xml';

/**
 * What became of a payment file: a status for each payment that the bank speaks of, else for a block, else for the whole.
 * Fails: `message_id_missing`, `original_missing`, `no_statuses`, `too_many_entries`, `bad_amount`, `bad_currency`, `bad_date`,
 * `date_missing`.
 */
export function readPain002(message: XmlElement): Pick<BankFile, 'messageId' | 'statements' | 'statuses'> {
  const messageId = readText(message, 'GrpHdr/MsgId', 35);
  if (messageId === null) throw refuse('message_id_missing', 'The bank file has no message id (MsgId).');
  const statedOn = readDay(message.find('GrpHdr/CreDtTm'));
  if (statedOn === null)
    throw refuse('date_missing', 'The status report does not say of when it is (CreDtTm).');
  const group = message.find('OrgnlGrpInfAndSts');
  const originalMessageId = readText(group, 'OrgnlMsgId', 35);
  if (group === null || originalMessageId === null) {
    throw refuse('original_missing', 'The status report does not name the file it is about (OrgnlMsgId).');
  }
  const base = { originalMessageId, statedOn };
  const blocks = message.all('OrgnlPmtInfAndSts').flatMap((block) => readBlock(block, base));
  // Before version 3 the payments of a report were not in blocks.
  const loose = message.all('TxInfAndSts').flatMap((part) => readPayment(part, null, base));
  const found = [...blocks, ...loose];
  const statuses = found.length > 0 ? found : readOne(group, 'GrpSts', null, base);
  if (statuses.length === 0) throw refuse('no_statuses', 'The status report has no status of anything.');
  if (statuses.length > MAX_BANK_ENTRIES) {
    throw refuse('too_many_entries', `The status report has more than ${MAX_BANK_ENTRIES} payments.`);
  }
  return { messageId, statements: [], statuses };
}

type Base = Pick<ReadStatus, 'originalMessageId' | 'statedOn'>;

function readBlock(block: XmlElement, base: Base): ReadStatus[] {
  const paymentInfoId = readText(block, 'OrgnlPmtInfId', 35);
  const payments = block.all('TxInfAndSts').flatMap((part) => readPayment(part, paymentInfoId, base));
  return payments.length > 0 ? payments : readOne(block, 'PmtInfSts', paymentInfoId, base);
}

function readPayment(part: XmlElement, paymentInfoId: string | null, base: Base): ReadStatus[] {
  const endToEndId = readText(part, 'OrgnlEndToEndId', 35) ?? readText(part, 'OrgnlInstrId', 35);
  const original = part.find('OrgnlTxRef/Amt/InstdAmt');
  const amount = original && readAmount(original, 'A payment of the report');
  return readOne(part, 'TxSts', paymentInfoId, base).map((status) => ({
    ...{ ...status, endToEndId },
    ...{ amountMinor: amount?.amountMinor ?? null, currency: amount?.currency ?? null },
  }));
}

function readOne(of: XmlElement, name: string, paymentInfoId: string | null, base: Base): ReadStatus[] {
  const status = readText(of, name, 4);
  if (status === null) return [];
  const reason = of.find('StsRsnInf');
  const words = reason?.all('AddtlInf').flatMap((line) => line.text() ?? []) ?? [];
  return [
    {
      ...{ ...base, status, paymentInfoId, endToEndId: null, amountMinor: null, currency: null },
      reasonCode: readText(reason, 'Rsn/Cd', 35) ?? readText(reason, 'Rsn/Prtry', 35),
      words: words.join(' ').slice(0, 300) || null,
    },
  ];
}
