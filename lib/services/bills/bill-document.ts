import { billCsv } from '@/lib/documents/bill-csv';
import type { BillDocument, DocumentParty } from '@/lib/documents/bill-document';
import { billPdf } from '@/lib/documents/bill-pdf';
import { type BillDetail, getBill } from '@/lib/services/bills/get-bill';
import type { ServiceContext } from '@/lib/services/context';
import { getOperatorParty } from '@/lib/services/operators/get-operator-party';

export type RenderedDocument = { fileName: string; mediaType: string; bytes: Uint8Array<ArrayBuffer> };

/** A bill as a file, in the language of its account. Fails as `getBill`: `not_found`. */
export async function billDocument(
  ctx: ServiceContext,
  id: string,
  format: 'pdf' | 'csv',
): Promise<RenderedDocument> {
  const bill = await getBill(ctx, id);
  const document = documentOf(bill, await getOperatorParty(ctx));
  const fileName = `${bill.number ?? `draft-${bill.billingAccount.number}`}.${format}`;
  if (format === 'csv') {
    return {
      fileName,
      mediaType: 'text/csv; charset=utf-8',
      bytes: new TextEncoder().encode(billCsv(document)),
    };
  }
  return { fileName, mediaType: 'application/pdf', bytes: new Uint8Array(await billPdf(document)) };
}

function documentOf(bill: BillDetail, operator: DocumentParty): BillDocument {
  const { buyer, sellers } = bill.parties;
  const sellerBySlug = new Map(Object.values(sellers).map((seller) => [seller.slug, seller]));
  const { number, currency, period, issuedOn, dueOn, net, tax, total, amountDue, contentHash } = bill;
  return {
    language: buyer.language,
    number,
    currency,
    period,
    issuedOn,
    dueOn,
    operator,
    buyer,
    net,
    tax,
    total,
    amountDue,
    sections: bill.sections.map(({ supplierName, role, net, lines }) => ({
      supplier: supplierName,
      role,
      net,
      lines: lines.map(({ explanation, ...line }) => ({ ...line, steps: explanation })),
    })),
    taxes: bill.taxes.map(({ sellerName, ...tax }) => ({ ...tax, seller: sellerName })),
    invoices: bill.invoices.map(({ seller, ...invoice }) => ({
      ...invoice,
      seller: sellerBySlug.get(seller)!,
    })),
    contentHash,
  };
}
