import type { BillDraft, BillLine } from '@/lib/domain/billing/bill-draft';
import { formatDecimal } from '@/lib/domain/money/decimal';
import { formatExact } from '@/lib/domain/money/exact';

/**
 * The bill's content as one text, for its hash: the same bill gives the same text on every machine, and no two bills give the
 * same. Keys have a fixed order and amounts are whole minor units. The explanations are left out: they follow from what is
 * here, and rewording one must not look like a changed bill.
 */
export function canonicalBill(draft: BillDraft): string {
  return JSON.stringify({
    format: 'tributary-bill-1',
    account: draft.accountId,
    period: [draft.period.from, draft.period.to],
    currency: draft.currency,
    sections: draft.sections.map((section) => ({
      supplier: section.supplierId,
      name: section.supplierName,
      role: section.role,
      seller: section.sellerId,
      lines: section.lines.map(canonicalLine),
    })),
    taxes: draft.taxes.map((tax) => [
      tax.sellerId,
      tax.category,
      String(tax.ratePpm),
      String(tax.baseMinor),
      String(tax.taxMinor),
      tax.reasonCode,
    ]),
    invoices: draft.invoices.map((invoice) => [
      invoice.sellerId,
      invoice.typeCode,
      String(invoice.netMinor),
      String(invoice.taxMinor),
    ]),
    deductions: draft.deductions.map((deduction) => [
      deduction.kind,
      deduction.deductionKey,
      String(deduction.amountMinor),
    ]),
    total: String(draft.totalMinor),
    due: String(draft.amountDueMinor),
  });
}

// An array, not an object: a bill run writes a million of these. The order below is the format's version 1.
function canonicalLine(line: BillLine): (string | null)[] {
  return [
    line.lineKey,
    line.kind,
    line.description,
    line.sourceMode,
    line.partnerBillId,
    line.productId,
    line.offeringId,
    line.agreementId,
    line.period.from,
    line.period.to,
    line.quantity === null ? null : formatDecimal(line.quantity),
    line.unit,
    formatExact(line.exact),
    String(line.amountMinor),
    line.coversLineKey,
    line.taxClass,
    line.taxCategory,
    String(line.taxRatePpm),
  ];
}
