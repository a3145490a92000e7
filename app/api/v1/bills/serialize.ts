import type { CurrentBill } from '@/lib/services/bills/current-bill';
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

/** The bill so far, likewise. */
export function currentBillAnswer({ books, sections, taxes, ...bill }: CurrentBill) {
  return {
    ...bill,
    sections: sections.map(({ lines, ...section }) => ({ ...section, lines: lines.map(sourced) })),
    taxes: taxes.map(({ sellerName: _, ...tax }) => tax),
    ...(books && {
      shares: books.shares.map(({ party, amount }) => ({ party, amount })),
      issues: books.issues,
    }),
  };
}

/** The operator's own charges are rated by the hub too; the API tells apart where a charge was computed. */
function sourced<Line extends Pick<BillLineDetail, 'mode' | 'partnerBill'>>({
  mode,
  partnerBill,
  ...line
}: Line) {
  return { ...line, source: { mode: mode === 'own' ? 'hub' : mode, partnerBill } };
}

const lineAnswer = ({ shares: _, ...line }: BillLineDetail) => sourced(line);
