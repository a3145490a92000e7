import type { BillDraft, BillInvoice, BillLine, BillSection } from '@/lib/domain/billing/bill-draft';
import type { Decimal } from '@/lib/domain/money/decimal';
import type { Exact } from '@/lib/domain/money/exact';

/**
 * The bill that takes a bill back in full: every line, tax and legal document negated and nothing computed again, so that
 * invoice + credit is zero for every party and tax whatever has changed since. Keys end in `:credit`; 380 and 381 swap.
 * Example: net 100.00, tax 19.00 becomes net −100.00, tax −19.00.
 */
export function creditBill(draft: BillDraft): BillDraft {
  return {
    ...draft,
    sections: draft.sections.map(creditSection),
    taxes: draft.taxes.map((tax) => ({ ...tax, baseMinor: -tax.baseMinor, taxMinor: -tax.taxMinor })),
    invoices: draft.invoices.map(creditInvoice),
    deductions: [],
    netMinor: -draft.netMinor,
    taxMinor: -draft.taxMinor,
    totalMinor: -draft.totalMinor,
    amountDueMinor: -draft.totalMinor,
  };
}

function creditSection(section: BillSection): BillSection {
  return { ...section, netMinor: -section.netMinor, lines: section.lines.map(creditLine) };
}

function creditLine(line: BillLine): BillLine {
  return {
    ...line,
    lineKey: `${line.lineKey}:credit`,
    coversLineKey: line.coversLineKey === null ? null : `${line.coversLineKey}:credit`,
    quantity: line.quantity === null ? null : (-line.quantity as Decimal),
    exact: -line.exact as Exact,
    amountMinor: -line.amountMinor,
    steps: [{ code: 'credit_of', lineKey: line.lineKey }],
  };
}

function creditInvoice(invoice: BillInvoice): BillInvoice {
  return {
    sellerId: invoice.sellerId,
    typeCode: invoice.typeCode === '380' ? '381' : '380',
    netMinor: -invoice.netMinor,
    taxMinor: -invoice.taxMinor,
    totalMinor: -invoice.totalMinor,
  };
}
