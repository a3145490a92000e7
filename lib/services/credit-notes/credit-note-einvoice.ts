import { findBill } from '@/lib/db/bill-reads';
import {
  findCreditNoteRow,
  listCreditNoteDocumentRows,
  listCreditNoteLineRows,
  listCreditNoteTaxRows,
} from '@/lib/db/credit-notes';
import { withTenantSql } from '@/lib/db/tenant';
import { buildUbl } from '@/lib/documents/ubl/build-ubl';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import type { RenderedDocument } from '@/lib/services/bills/bill-document';
import { sellerOf } from '@/lib/services/bills/einvoice-seller';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { creditNoteInvoice } from '@/lib/services/credit-notes/credit-note-invoice';

/**
 * One of the legal documents behind a credit note, as UBL 2.1 (EN 16931), naming the invoice it corrects: of type 381, or an invoice (380)
 * where what is credited was itself given back. `seller` is a short name; null where there is only one. Fails: `not_found`, `several_invoices`, and as `buildUbl`.
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
  const bytes = buildUbl(creditNoteInvoice({ note, parties, lines, taxes, document }));
  return { fileName: `${document.number}.xml`, mediaType: 'application/xml', bytes };
}
