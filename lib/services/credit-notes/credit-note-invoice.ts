import type { BillParties } from '@/lib/db/bill-reads';
import type { CreditNoteLineRow, CreditNoteRow, NumberedDocument } from '@/lib/db/credit-notes';
import type { EInvoice } from '@/lib/documents/ubl/einvoice';
import type { CreditNoteTax } from '@/lib/domain/billing/credit-note/credit-note';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { percentOf } from '@/lib/services/bills/bill-money';

export type IssuedCredit = {
  note: Pick<CreditNoteRow, 'number' | 'reason' | 'issuedOn' | 'currency'>;
  parties: BillParties;
  lines: readonly CreditNoteLineRow[];
  taxes: readonly CreditNoteTax[];
  document: NumberedDocument;
};

/**
 * One seller's document of a credit note: a credit note, or an invoice where what is credited was itself given back. Its amounts are above
 * zero where it gives, or asks for, something.
 */
export function creditNoteInvoice({ note, parties, lines, taxes, document }: IssuedCredit): EInvoice {
  const { number, sellerId, netMinor, taxMinor, totalMinor } = document;
  const isCredit = document.typeCode === '381';
  const sign = isCredit ? 1n : -1n;
  const { accountNumber, ...buyer } = parties.buyer;
  const { slug, ...seller } = parties.sellers[sellerId]!;
  return {
    ...{ typeCode: isCredit ? '381' : '380', number, issuedOn: note.issuedOn, dueOn: null },
    ...{ currency: currencyOf(note.currency), buyerReference: accountNumber },
    note: `${note.number}: ${note.reason}`,
    corrects: { number: document.originalNumber, issuedOn: document.originalIssuedOn },
    seller: { id: slug, ...seller },
    buyer: { id: accountNumber, ...buyer },
    ...{ payee: null, payment: null },
    terms: isCredit
      ? `Set off against what is open on account ${accountNumber}, or refunded.`
      : `Set off in credit note ${note.number}.`,
    lines: lines
      .filter((line) => line.sellerId === sellerId)
      .map((line) => ({
        ...{
          description: line.description,
          quantity: null,
          unit: null,
          amountMinor: sign * line.amountMinor,
        },
        period: { from: line.periodFrom, to: line.periodTo },
        category: line.taxCategory,
        ratePercent: percentOf(line.taxRatePpm),
      })),
    taxes: taxes
      .filter((tax) => tax.sellerId === sellerId)
      .map(({ category, ratePpm, baseMinor, taxMinor, reasonCode, reason }) => ({
        ...{ category, ratePercent: percentOf(ratePpm), reasonCode, reason },
        ...{ baseMinor: sign * baseMinor, taxMinor: sign * taxMinor },
      })),
    ...{ netMinor: sign * netMinor, taxMinor: sign * taxMinor, totalMinor: sign * totalMinor },
  };
}
