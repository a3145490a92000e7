import { XMLBuilder } from 'fast-xml-parser';
import { checkPain001, controlSum } from '@/lib/documents/check-pain-001';
import type { FilePayment, PaymentFile, PaymentParty } from '@/lib/documents/payment-file';
import { isSepaPayment, requirePayable } from '@/lib/documents/require-payable';
import { sepaText } from '@/lib/documents/sepa-text';
import { formatMinor } from '@/lib/domain/money/money';

/**
 * A file of credit transfers from one account (ISO 20022 pain.001.001.09, with the structured addresses that banks ask for from November
 * 2026): a block for each currency, and for euro one of SEPA and one of other payments. Before it is given out it is read again, and its
 * count and control sum compared with the payments. The same input gives the same bytes.
 * Fails: as `requirePayable`; throws with both numbers when the file does not say what it was made of.
 */
export function buildPain001(file: PaymentFile): Uint8Array {
  requirePayable(file);
  const { messageId, createdAt, debtor, payments } = file;
  const document = {
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    Document: {
      '@xmlns': 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09',
      CstmrCdtTrfInitn: {
        GrpHdr: {
          MsgId: messageId,
          CreDtTm: `${createdAt.slice(0, 19)}Z`,
          ...sums(payments),
          InitgPty: { Nm: sepaText(debtor.name, MAX_NAME) },
        },
        PmtInf: blocksOf(file).map((block, index) => writeBlock(file, block, index)),
      },
    },
  };
  const builder = new XMLBuilder({
    ...{ ignoreAttributes: false, attributeNamePrefix: '@', format: true, indentBy: ' ' },
  });
  const bytes = new TextEncoder().encode(builder.build(document));
  checkPain001(bytes, payments);
  return bytes;
}

// What SEPA takes of the 140 that ISO 20022 has room for.
const MAX_NAME = 70;

type Block = { isSepa: boolean; payments: FilePayment[] };

function blocksOf({ debtor, payments }: PaymentFile): Block[] {
  const blocks = new Map<string, Block>();
  for (const payment of payments) {
    const isSepa = isSepaPayment(debtor, payment);
    const key = `${payment.currency} ${isSepa}`;
    const block = blocks.get(key) ?? { isSepa, payments: [] };
    block.payments.push(payment);
    blocks.set(key, block);
  }
  return [...blocks.values()];
}

const sums = (payments: readonly FilePayment[]) => ({
  NbOfTxs: String(payments.length),
  CtrlSum: controlSum(payments),
});

function writeBlock({ messageId, debtor, executionOn }: PaymentFile, block: Block, index: number) {
  return {
    // Where the message's own id leaves no room for more, its end is what tells the files of a day apart.
    PmtInfId: `${messageId.slice(-(35 - 4))}-${index + 1}`,
    PmtMtd: 'TRF',
    ...sums(block.payments),
    ...(block.isSepa && { PmtTpInf: { SvcLvl: { Cd: 'SEPA' } } }),
    ReqdExctnDt: { Dt: executionOn },
    Dbtr: writeParty(debtor),
    DbtrAcct: { Id: writeAccount(debtor) },
    DbtrAgt: { FinInstnId: debtor.bic === null ? { Othr: { Id: 'NOTPROVIDED' } } : { BICFI: debtor.bic } },
    ChrgBr: block.isSepa ? 'SLEV' : 'SHAR',
    CdtTrfTxInf: block.payments.map(writePayment),
  };
}

const writePayment = ({ endToEndId, amountMinor, currency, creditor, remittance }: FilePayment) => ({
  PmtId: { InstrId: endToEndId, EndToEndId: endToEndId },
  Amt: { InstdAmt: { '@Ccy': currency, '#text': formatMinor(amountMinor, currency) } },
  ...(creditor.bic !== null && { CdtrAgt: { FinInstnId: { BICFI: creditor.bic } } }),
  Cdtr: writeParty(creditor),
  CdtrAcct: { Id: writeAccount(creditor) },
  ...(sepaText(remittance, 140) !== '' && { RmtInf: { Ustrd: sepaText(remittance, 140) } }),
});

function writeParty({ name, address }: PaymentParty) {
  const { street, town, postcode, country } = address;
  return {
    Nm: sepaText(name, MAX_NAME),
    PstlAdr: {
      ...(street && sepaText(street, 70) !== '' && { StrtNm: sepaText(street, 70) }),
      ...(postcode && sepaText(postcode, 16) !== '' && { PstCd: sepaText(postcode, 16) }),
      TwnNm: sepaText(town, 35),
      Ctry: country,
    },
  };
}

const writeAccount = ({ iban, accountNumber }: PaymentParty) =>
  iban === null ? { Othr: { Id: accountNumber } } : { IBAN: iban };
