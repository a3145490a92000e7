import type { BillDetail, BillLineDetail } from '@/lib/services/bills/get-bill';

/** A bill as the API has it. What only the operator may know is left out for everyone else. */
export function billAnswer({ run: _, parties: __, books, sections, taxes, invoices, ...bill }: BillDetail) {
  return {
    ...bill,
    sections: sections.map(({ supplierId: _, lines, ...section }) => ({
      ...section,
      lines: lines.map(lineAnswer),
    })),
    taxes: taxes.map(({ sellerName: _, ...tax }) => tax),
    invoices: invoices.map(({ seller, number, typeCode }) => ({ seller, number, typeCode })),
    ...(books && {
      postings: books.postings,
      shares: books.shares.map(({ party, amount }) => ({ party, amount })),
    }),
  };
}

/** The operator's own charges are rated by the hub too; the API tells apart where a charge was computed. */
function lineAnswer({ mode, partnerBill, shares: _, ...line }: BillLineDetail) {
  return { ...line, source: { mode: mode === 'own' ? 'hub' : mode, partnerBill } };
}
