import type { BillDraft } from '@/lib/domain/billing/bill-draft';
import type { PartnerBillState } from '@/lib/domain/billing/state';
import type { Currency } from '@/lib/domain/money/currency';
import type { Issue, Result } from '@/lib/domain/money/issue';
import { formatMinor } from '@/lib/domain/money/money';

export type PreBillContext = {
  currency: Currency;
  /** Totals of the account's issued bills in this currency, the latest first. */
  historyMinor: readonly bigint[];
  usage: readonly UsageHabit[];
  partners: readonly ExpectedPartner[];
  /** Σ of what the operator and all partners get of the lines. */
  sharesMinor: bigint;
  policy?: CheckPolicy;
};

/** Whether a metered product was used, now and in the cycles before; `usualMinor` is what it usually costs in a cycle. */
export type UsageHabit = {
  productId: string;
  description: string;
  usedNow: boolean;
  cyclesSeen: number;
  cyclesUsed: number;
  usualMinor: bigint;
};

/** A partner whose bill this account waits for, with what the agreement says about a late one. */
export type ExpectedPartner = {
  supplierId: string;
  supplierName: string;
  state: PartnerBillState;
  latePolicy: 'hold' | 'carry_over' | 'estimate';
  usualMinor: bigint;
};

/** A jump is more than `jumpPercent` beyond the highest or lowest of at least `minimumHistory` bills, and more than the floor. */
export type CheckPolicy = { minimumHistory: number; jumpPercent: bigint; jumpFloorMinor: bigint };

export const DEFAULT_CHECK_POLICY: CheckPolicy = {
  minimumHistory: 3,
  jumpPercent: 50n,
  jumpFloorMinor: 1000n,
};

export type PreBillFindings = { held: boolean; issues: Issue[] };

/**
 * Looks at one account's bill before people do. Errors hold this account and no other: what consolidation refused (such as
 * `missing_tax_data`), `share_not_summing`, and `missing_partner_bill` when the agreement says to hold. Warnings are shown and
 * hold nothing: `no_usage`, `jump_beyond_history`, `zero_bill`, `negative_bill`, and a partner carried over or estimated.
 * Example: bills of 40.00, 42.00 and 41.00 and now 90.00 is a jump of 48.00 beyond the highest.
 */
export function preBillChecks(bill: Result<BillDraft>, context: PreBillContext): PreBillFindings {
  const issues: Issue[] = [...bill.issues];
  if (bill.ok) issues.push(...totalIssues(bill.value, context), ...shareIssues(bill.value, context));
  issues.push(...usageIssues(context), ...partnerIssues(context));
  return { held: issues.some(({ severity }) => severity === 'error'), issues };
}

function totalIssues({ totalMinor }: BillDraft, context: PreBillContext): Issue[] {
  const { currency } = context;
  if (totalMinor < 0n) {
    const message = 'The bill is negative: check its credits. Issued as it is, it is a credit note.';
    return [finding('warning', 'negative_bill', 'total', message, totalMinor, currency)];
  }
  const issues: Issue[] = [];
  if (totalMinor === 0n) {
    const message = 'The bill comes to zero: check that the account has products and prices.';
    issues.push(finding('warning', 'zero_bill', 'total', message, 0n, currency));
  }
  const jump = jumpBeyond(totalMinor, context);
  if (jump !== null) issues.push(jump);
  return issues;
}

function jumpBeyond(totalMinor: bigint, { historyMinor, currency, policy }: PreBillContext): Issue | null {
  const { minimumHistory, jumpPercent, jumpFloorMinor } = policy ?? DEFAULT_CHECK_POLICY;
  if (historyMinor.length < Math.max(minimumHistory, 1)) return null;
  let lowest = historyMinor[0]!;
  let highest = lowest;
  for (const total of historyMinor) {
    if (total < lowest) lowest = total;
    if (total > highest) highest = total;
  }
  const rise = totalMinor - highest;
  const fall = lowest - totalMinor;
  const above = rise > jumpFloorMinor && rise * 100n > magnitude(highest) * jumpPercent;
  const below = fall > jumpFloorMinor && fall * 100n > magnitude(lowest) * jumpPercent;
  if (!above && !below) return null;

  const range = `${formatMinor(lowest, currency)} to ${formatMinor(highest, currency)} ${currency}`;
  const message = `The bill of ${formatMinor(totalMinor, currency)} ${currency} is far ${above ? 'above' : 'below'} the last ${historyMinor.length} (${range}): look at its largest lines before approving.`;
  return finding('warning', 'jump_beyond_history', 'total', message, above ? rise : fall, currency);
}

function shareIssues({ netMinor }: BillDraft, { sharesMinor, currency }: PreBillContext): Issue[] {
  if (sharesMinor === netMinor) return [];
  const message = `The shares sum to ${formatMinor(sharesMinor, currency)} where the lines sum to ${formatMinor(netMinor, currency)} ${currency}: check the agreement's terms and run the account again.`;
  return [finding('error', 'share_not_summing', 'shares', message, netMinor - sharesMinor, currency)];
}

function usageIssues({ usage, currency }: PreBillContext): Issue[] {
  const issues: Issue[] = [];
  for (const { productId, description, usedNow, cyclesSeen, cyclesUsed, usualMinor } of usage) {
    if (usedNow || cyclesSeen === 0 || cyclesUsed < cyclesSeen) continue;
    const message = `No usage of "${description}", which was used in each of the last ${cyclesSeen} cycles: ask whether its usage has arrived.`;
    issues.push(finding('warning', 'no_usage', `products.${productId}`, message, usualMinor, currency));
  }
  return issues;
}

function partnerIssues({ partners, currency }: PreBillContext): Issue[] {
  const issues: Issue[] = [];
  for (const { supplierId, supplierName, state, latePolicy, usualMinor } of partners) {
    if (state === 'accepted' || state === 'estimated') continue;
    const severity = latePolicy === 'hold' ? 'error' : 'warning';
    const what = state === 'rejected' ? 'was rejected' : state === 'late' ? 'is late' : `is ${state}`;
    const message = `The bill of ${supplierName} ${what}: ${NEXT[latePolicy]}`;
    const path = `partners.${supplierId}`;
    issues.push(finding(severity, 'missing_partner_bill', path, message, usualMinor, currency));
  }
  return issues;
}

const NEXT: Readonly<Record<ExpectedPartner['latePolicy'], string>> = {
  hold: 'the account is held until it is accepted. Ask the partner, or change what the agreement says about late bills.',
  carry_over: 'its charges go to the next bill.',
  estimate: 'estimate it from the last cycles, or wait for it.',
};

function finding(
  severity: Issue['severity'],
  code: string,
  path: string,
  message: string,
  atStakeMinor: bigint,
  currency: Currency,
): Issue {
  return { code, severity, path, message, amountAtStake: formatMinor(atStakeMinor, currency) };
}

function magnitude(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}
