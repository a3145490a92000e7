import { type BillParties, findBill } from '@/lib/db/bill-reads';
import {
  type CreditNoteLineRow,
  type CreditNoteRow,
  findCreditNoteRow,
  listCreditNoteDocumentRows,
  listCreditNoteLineRows,
  listCreditNoteTaxRows,
  type NumberedDocument,
} from '@/lib/db/credit-notes';
import { withTenantSql } from '@/lib/db/tenant';
import { buildUbl } from '@/lib/documents/ubl/build-ubl';
import type { EInvoice } from '@/lib/documents/ubl/einvoice';
import { scopeOf } from '@/lib/domain/access/actor';
import type { CreditNoteTax } from '@/lib/domain/billing/credit-note/credit-note';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { notFound } from '@/lib/errors';
import type { RenderedDocument } from '@/lib/services/bills/bill-document';
import { percentOf } from '@/lib/services/bills/bill-money';
import { sellerOf } from '@/lib/services/bills/einvoice-seller';
import { authorise, type ServiceContext } from '@/lib/services/context';

/**
 * One of the legal documents behind a credit note, as UBL 2.1 (EN 16931, type 381), naming the invoice it corrects. `seller` is a short
 * name; null where there is only one. Fails: `not_found`, `several_invoices`, and as `buildUbl`.
 */
export async function creditNoteEInvoice(
  ctx: ServiceContext,
  id: string,
  seller: string | null,
): Promise<RenderedDocument> {
  authorise(ctx, 'credit-note.read');
  const { note, parties, lines, taxes, documents } = await withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const found = await findCreditNoteRow(sql, id);
    const bill = found && (await findBill(sql, found.bill.id));
    if (!bill) throw notFound('The credit note');
    return {
      note: found,
      parties: bill.parties,
      lines: await listCreditNoteLineRows(sql, found),
      taxes: await listCreditNoteTaxRows(sql, found),
      documents: await listCreditNoteDocumentRows(sql, found),
    };
  });
  const document = sellerOf(parties, documents, seller);
  const bytes = buildUbl(einvoiceOf({ note, parties, lines, taxes, document }));
  return { fileName: `${document.number}.xml`, mediaType: 'application/xml', bytes };
}

type Issued = {
  note: CreditNoteRow;
  parties: BillParties;
  lines: readonly CreditNoteLineRow[];
  taxes: readonly CreditNoteTax[];
  document: NumberedDocument;
};

function einvoiceOf({ note, parties, lines, taxes, document }: Issued): EInvoice {
  const { number, sellerId, netMinor, taxMinor, totalMinor } = document;
  const { accountNumber, ...buyer } = parties.buyer;
  const { slug, ...seller } = parties.sellers[sellerId]!;
  return {
    ...{ typeCode: '381', number, issuedOn: note.issuedOn, dueOn: null },
    ...{ currency: currencyOf(note.currency), buyerReference: accountNumber },
    note: `${note.number}: ${note.reason}`,
    corrects: { number: document.originalNumber, issuedOn: document.originalIssuedOn },
    seller: { id: slug, ...seller },
    buyer: { id: accountNumber, ...buyer },
    ...{ payee: null, payment: null },
    terms: `Set off against what is open on account ${accountNumber}, or refunded.`,
    lines: lines
      .filter((line) => line.sellerId === sellerId)
      .map((line) => ({
        ...{ description: line.description, quantity: null, unit: null, amountMinor: line.amountMinor },
        period: { from: line.periodFrom, to: line.periodTo },
        category: line.taxCategory,
        ratePercent: percentOf(line.taxRatePpm),
      })),
    taxes: taxes
      .filter((tax) => tax.sellerId === sellerId)
      .map(({ ratePpm, sellerId: _, ...tax }) => ({ ...tax, ratePercent: percentOf(ratePpm) })),
    ...{ netMinor, taxMinor, totalMinor },
  };
}
