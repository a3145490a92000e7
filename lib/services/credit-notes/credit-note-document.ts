import type { DocumentParty } from '@/lib/documents/bill-document';
import { creditNoteCsv } from '@/lib/documents/credit-note-csv';
import type { CreditNoteDocument } from '@/lib/documents/credit-note-document';
import { creditNotePdf } from '@/lib/documents/credit-note-pdf';
import type { RenderedDocument } from '@/lib/services/bills/bill-document';
import type { ServiceContext } from '@/lib/services/context';
import { type CreditNoteDetail, getCreditNote } from '@/lib/services/credit-notes/get-credit-note';
import { getOperatorParty } from '@/lib/services/operators/get-operator-party';

/** A credit note as a file, in the language of its account. Fails as `getCreditNote`: `not_found`. */
export async function creditNoteFile(
  ctx: ServiceContext,
  id: string,
  format: 'pdf' | 'csv',
): Promise<RenderedDocument> {
  const note = await getCreditNote(ctx, id);
  const document = documentOf(note, await getOperatorParty(ctx));
  const fileName = `${note.number}.${format}`;
  if (format === 'csv') {
    const bytes = new TextEncoder().encode(creditNoteCsv(document));
    return { fileName, mediaType: 'text/csv; charset=utf-8', bytes };
  }
  return { fileName, mediaType: 'application/pdf', bytes: new Uint8Array(await creditNotePdf(document)) };
}

function documentOf(note: CreditNoteDetail, operator: DocumentParty): CreditNoteDocument {
  const { number, reason, currency, issuedOn, net, tax, total, freed, lines, taxes, contentHash } = note;
  const { buyer, sellers } = note.parties;
  const sellerBySlug = new Map(Object.values(sellers).map((seller) => [seller.slug, seller]));
  return {
    ...{ number, reason, currency, issuedOn, net, tax, total, freed, lines, taxes, contentHash },
    ...{ language: buyer.language, billNumber: note.bill.number, operator, buyer },
    documents: note.documents.map(({ seller, ...document }) => ({
      ...document,
      seller: sellerBySlug.get(seller)!,
    })),
  };
}
