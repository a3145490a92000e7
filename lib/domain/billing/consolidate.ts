import { isAdjustmentKey } from '@/lib/domain/billing/adjustment';
import type { BillDraft, BillInvoice, BillLine, BillSection, BillTax } from '@/lib/domain/billing/bill-draft';
import { sectionsOf } from '@/lib/domain/billing/bill-sections';
import type { ChargeLine } from '@/lib/domain/billing/charge-line';
import { type BillAgreement, checkCharges } from '@/lib/domain/billing/check-charges';
import { type AvailableDeduction, deductCredits } from '@/lib/domain/billing/deduct-credits';
import { type BillDiscount, type DiscountPart, spreadDiscounts } from '@/lib/domain/billing/spread-discounts';
import { type TaxContext, type TreatedCharges, treatCharges } from '@/lib/domain/billing/treat-charges';
import type { Currency } from '@/lib/domain/money/currency';
import { formatDecimal } from '@/lib/domain/money/decimal';
import { exactFromMinor } from '@/lib/domain/money/exact';
import { fail, type Issue, ok, type Result } from '@/lib/domain/money/issue';
import { formatMinor } from '@/lib/domain/money/money';
import type { Period } from '@/lib/domain/period/period';
import type { Step } from '@/lib/domain/rating/step';
import { computeTax } from '@/lib/domain/tax/compute-tax';
import type { TaxTreatment } from '@/lib/domain/tax/tax-party';

export type BillInput = {
  account: { accountId: string; operatorId: string; operatorName: string };
  period: Period;
  currency: Currency;
  /** All in the bill's currency; others were held before. */
  charges: readonly ChargeLine[];
  /** In the order in which they apply. */
  discounts: readonly BillDiscount[];
  taxContext: TaxContext;
  /** By agreement id. */
  agreements: ReadonlyMap<string, BillAgreement>;
  deductions?: readonly AvailableDeduction[];
};

/**
 * Makes one bill of an account's charges, in the order of the bill: charges → discounts (pre-tax, spread over the lines they
 * cover) → tax per seller, category and rate → what the customer already has → amount due. Sections per supplier, the
 * operator's first; lines by key; one legal document per seller. The order of the charges does not change the result.
 * Invariant, in minor units: Σ lines + Σ tax = total = Σ invoices.
 * Fails, and so holds this account alone, with `duplicate_line_key`, `missing_agreement`, `agreement_mismatch`,
 * `invalid_discount` or `missing_tax_data`.
 * Example: lines of 100.00 and −20.00 at S 19 % give net 80.00, tax 15.20, total 95.20.
 */
export function consolidateBill(input: BillInput): Result<BillDraft> {
  const { account, period, currency, charges } = input;
  const issues = checkCharges(charges, input.agreements, account.operatorId, currency);
  const treated = treatCharges(charges, input.taxContext, currency);
  // What a person wrote is the price as it is meant.
  const discounted = input.discounts.length === 0 ? charges : charges.filter(isPriced);
  const discounts = spreadDiscounts(discounted, input.discounts, currency);
  issues.push(...treated.issues, ...discounts.issues);
  if (issues.some(isError)) return fail(issues);

  const lines = linesOf(charges, discounts.parts, treated, currency);
  const sections = sectionsOf(lines, input.agreements, account.operatorName);
  const taxes = taxesOf(lines, treated.treatments);
  const invoices = invoicesOf(sections, taxes);
  let netMinor = 0n;
  let taxMinor = 0n;
  for (const section of sections) netMinor += section.netMinor;
  for (const tax of taxes) taxMinor += tax.taxMinor;
  const totalMinor = netMinor + taxMinor;
  const { deductions, amountDueMinor } = deductCredits(totalMinor, input.deductions ?? []);

  const draft: BillDraft = {
    accountId: account.accountId,
    operatorId: account.operatorId,
    period,
    currency,
    sections,
    taxes,
    invoices,
    deductions,
    netMinor,
    taxMinor,
    totalMinor,
    amountDueMinor,
  };
  return ok(draft, issues);
}

const isPriced = ({ lineKey }: ChargeLine): boolean => !isAdjustmentKey(lineKey);

function isError(issue: Issue): boolean {
  return issue.severity === 'error';
}

function linesOf(
  charges: readonly ChargeLine[],
  parts: readonly DiscountPart[],
  treated: TreatedCharges,
  currency: Currency,
): BillLine[] {
  const lines: BillLine[] = [];
  for (const charge of charges) lines.push(billLine(charge, null, treated.treatmentOf(charge)));
  for (const part of parts) {
    lines.push(
      billLine(discountCharge(part, currency), part.covered.lineKey, treated.treatmentOf(part.covered)),
    );
  }
  return lines.sort(byLineKey);
}

// Written out, not spread: a bill run makes a million of these, and a literal keeps them one shape.
function billLine(charge: ChargeLine, coversLineKey: string | null, treatment: TaxTreatment): BillLine {
  return {
    lineKey: charge.lineKey,
    supplierId: charge.supplierId,
    supplierRole: charge.supplierRole,
    sellerId: charge.sellerId,
    productId: charge.productId,
    offeringId: charge.offeringId,
    priceId: charge.priceId ?? null,
    description: charge.description,
    kind: charge.kind,
    sourceMode: charge.sourceMode,
    partnerBillId: charge.partnerBillId,
    period: charge.period,
    quantity: charge.quantity,
    unit: charge.unit,
    exact: charge.exact,
    amountMinor: charge.amountMinor,
    taxClass: charge.taxClass,
    agreementId: charge.agreementId,
    steps: charge.steps,
    coversLineKey,
    taxCategory: treatment.category,
    taxRatePpm: treatment.ratePpm,
  };
}

function discountCharge({ covered, discount, amountMinor }: DiscountPart, currency: Currency): ChargeLine {
  return {
    ...covered,
    lineKey: `${covered.lineKey}:discount:${discount.discountKey}`,
    description: discount.description,
    kind: 'discount',
    quantity: null,
    unit: null,
    exact: exactFromMinor(amountMinor, currency),
    amountMinor,
    steps: [discountStep(discount, covered, amountMinor, currency)],
  };
}

function discountStep(
  discount: BillDiscount,
  covered: ChargeLine,
  amountMinor: bigint,
  currency: Currency,
): Step {
  const common = {
    covers: covered.lineKey,
    coveredAmount: formatMinor(covered.amountMinor, currency),
    result: formatMinor(amountMinor, currency),
  };
  return discount.percent === null
    ? { code: 'bill_discount_amount', amount: formatMinor(discount.amountMinor!, currency), ...common }
    : { code: 'bill_discount_percent', percent: formatDecimal(discount.percent), ...common };
}

function byLineKey(a: BillLine, b: BillLine): number {
  return a.lineKey < b.lineKey ? -1 : a.lineKey > b.lineKey ? 1 : 0;
}

function taxesOf(lines: readonly BillLine[], treatments: TreatedCharges['treatments']): BillTax[] {
  return computeTax(lines).map((group) => {
    const treatment = treatments.find(
      ({ sellerId, category, ratePpm }) =>
        sellerId === group.sellerId && category === group.category && ratePpm === group.ratePpm,
    );
    return { ...group, reasonCode: treatment?.reasonCode ?? null, reason: treatment?.reason ?? null };
  });
}

function invoicesOf(sections: readonly BillSection[], taxes: readonly BillTax[]): BillInvoice[] {
  const bySeller = new Map<string, BillInvoice>();
  for (const { sellerId, netMinor } of sections) {
    const invoice = bySeller.get(sellerId);
    if (invoice !== undefined) invoice.netMinor += netMinor;
    else bySeller.set(sellerId, { sellerId, typeCode: '380', netMinor, taxMinor: 0n, totalMinor: 0n });
  }
  for (const tax of taxes) bySeller.get(tax.sellerId)!.taxMinor += tax.taxMinor;
  for (const invoice of bySeller.values()) {
    invoice.totalMinor = invoice.netMinor + invoice.taxMinor;
    if (invoice.totalMinor < 0n) invoice.typeCode = '381';
  }
  return [...bySeller.values()];
}
