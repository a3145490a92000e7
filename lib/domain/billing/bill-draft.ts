import type { ChargeLine, SupplierRole } from '@/lib/domain/billing/charge-line';
import type { Currency } from '@/lib/domain/money/currency';
import type { Period } from '@/lib/domain/period/period';
import type { TaxCategory } from '@/lib/domain/tax/tax-party';

/** A bill before it has a number: everything the customer will see, computed from plain charges. */
export type BillDraft = {
  accountId: string;
  operatorId: string;
  period: Period;
  currency: Currency;
  sections: BillSection[];
  taxes: BillTax[];
  invoices: BillInvoice[];
  deductions: BillDeduction[];
  netMinor: bigint;
  taxMinor: bigint;
  /** Σ lines + Σ tax: what is posted to the receivable. */
  totalMinor: bigint;
  /** The total less the deductions. */
  amountDueMinor: bigint;
};

/** What one supplier charges on this bill. The operator's own section comes first. */
export type BillSection = {
  supplierId: string;
  supplierName: string;
  role: SupplierRole;
  sellerId: string;
  netMinor: bigint;
  lines: BillLine[];
};

export type BillLine = ChargeLine & {
  /** Set on a bill discount's share: the key of the line it lowers. */
  coversLineKey: string | null;
  taxCategory: TaxCategory;
  taxRatePpm: bigint;
};

/** One row per seller, category and rate (EN 16931 BG-23). */
export type BillTax = {
  sellerId: string;
  category: TaxCategory;
  ratePpm: bigint;
  reasonCode: string | null;
  reason: string | null;
  baseMinor: bigint;
  taxMinor: bigint;
};

/** One legal document per seller (EN 16931 allows one seller on an invoice). UNTDID 1001: 380 invoice, 381 credit note. */
export type BillInvoice = {
  sellerId: string;
  typeCode: '380' | '381';
  netMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint;
};

/** Something the customer already has that lowers what is due after tax; it does not change the total. */
export type BillDeduction = {
  kind: 'credit_note' | 'prepaid_credit' | 'loyalty';
  deductionKey: string;
  description: string;
  amountMinor: bigint;
};

/** Every line of the bill in the order of its sections. */
export function billLines(draft: Pick<BillDraft, 'sections'>): BillLine[] {
  const lines: BillLine[] = [];
  for (const section of draft.sections) for (const line of section.lines) lines.push(line);
  return lines;
}
