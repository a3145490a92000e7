import type { BillDraft } from '@/lib/domain/billing/bill-draft';
import type { ExpectationState, LatePolicy } from '@/lib/domain/billing/partner-bill/expectation';
import { type UsualPolicy, usualTotal } from '@/lib/domain/billing/usual-total';
import type { Currency } from '@/lib/domain/money/currency';
import type { Issue, Result } from '@/lib/domain/money/issue';
import { formatMinor } from '@/lib/domain/money/money';

export type PreBillContext = {
  currency: Currency;
  /** Totals of the account's issued bills in this currency, the latest first. */
  historyMinor: readonly bigint[];
  usage: readonly UsageHabit[];
  partners: readonly ExpectedPartner[];
  /** Usage of the account's products that could not be taken. */
  waiting?: readonly WaitingUsage[] | undefined;
  /** Prices of lines that ended before the period began. */
  expired?: readonly ExpiredPrice[] | undefined;
  /** Σ of what the operator and all partners get of the lines. */
  sharesMinor: bigint;
  policy?: UsualPolicy;
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

/** A partner whose bill this account waits for: how that stands, what the agreement says about a late one, and the cut-off. */
export type ExpectedPartner = {
  supplierId: string;
  supplierName: string;
  state: ExpectationState;
  latePolicy: LatePolicy;
  /** Day, time and zone, for people. */
  due: string;
  /** What it usually charges the account; null when there is nothing to go by. */
  usualMinor: bigint | null;
};

/** `takenCount` events of the product are on the bill; `worthMinor` is what the waiting ones would cost by its lines, if that can be said. */
export type WaitingUsage = {
  productId: string;
  description: string;
  count: bigint;
  takenCount: bigint;
  worthMinor: bigint | null;
};

export type ExpiredPrice = { priceId: string; name: string; endedOn: string; chargedMinor: bigint };

export type PreBillFindings = { held: boolean; issues: Issue[] };

/**
 * Looks at one account's bill before people do. Errors hold this account and no other: what consolidation refused (such as
 * `missing_tax_data`), `share_not_summing`, and `missing_partner_bill` while the bill is waited for. Warnings are shown and
 * hold nothing: `no_usage`, `jump_beyond_history`, `zero_bill`, `negative_bill`, `usage_in_suspense`, `late_usage_billed`,
 * `expired_price`, and a partner carried over or estimated (`missing_partner_bill`, `partner_bill_estimated`); a little usage that waits or came late is only worth knowing (info).
 * Each finding says what is at stake in money, where that can be said. Works on what it is given: no check asks for anything.
 * Example: bills of 40.00, 42.00 and 41.00 and now 90.00 is a jump of 49.00 from the usual 41.00.
 */
export function preBillChecks(bill: Result<BillDraft>, context: PreBillContext): PreBillFindings {
  const issues: Issue[] = [...bill.issues];
  if (bill.ok) issues.push(...totalIssues(bill.value, context), ...shareIssues(bill.value, context));
  if (bill.ok) issues.push(...lateIssues(bill.value, context));
  issues.push(...usageIssues(context), ...waitingIssues(context));
  issues.push(...partnerIssues(context), ...priceIssues(context));
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
  const usual = usualTotal(historyMinor, policy);
  if (usual === null) return null;
  const isAbove = totalMinor > usual.toMinor;
  if (!isAbove && totalMinor >= usual.fromMinor) return null;

  const amount = (minor: bigint) => `${formatMinor(minor, currency)} ${currency}`;
  const bound = isAbove ? `up to ${amount(usual.toMinor)}` : `down to ${amount(usual.fromMinor)}`;
  const message = `The bill of ${amount(totalMinor)} is far ${isAbove ? 'above' : 'below'} the usual ${amount(usual.medianMinor)}: the last ${usual.count} came to between ${amount(usual.lowestMinor)} and ${amount(usual.highestMinor)}, and ${bound} would be usual. Look at its largest lines before approving.`;
  const stake = magnitude(totalMinor - usual.medianMinor);
  return finding('warning', 'jump_beyond_history', 'total', message, stake, currency);
}

/** Late usage in the bill is usual in small parts; from a fifth of the bill on somebody should know why. */
function lateIssues({ sections, netMinor }: BillDraft, { currency }: PreBillContext): Issue[] {
  const late = sections.flatMap(({ lines }) => lines).filter(({ lineKey }) => LATE_KEY.test(lineKey));
  if (late.length === 0) return [];
  const lateMinor = late.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const isMuch = magnitude(lateMinor) * 5n >= magnitude(netMinor);
  const message = `${formatMinor(lateMinor, currency)} ${currency} of this bill is usage of earlier periods that came after their bills${isMuch ? ': ask its sender why so much was late' : ''}.`;
  return [finding(isMuch ? 'warning' : 'info', 'late_usage_billed', 'lines', message, lateMinor, currency)];
}

/** As the keys of lines for late usage end. */
const LATE_KEY = /:late:\d+$/;

/** From one event in twenty on, what waits is more than the odd stray. */
function waitingIssues({ waiting = [], currency }: PreBillContext): Issue[] {
  return waiting.map(({ productId, description, count, takenCount, worthMinor }) => {
    const severity = count * 20n >= takenCount ? 'warning' : 'info';
    const worth =
      worthMinor === null ? '' : `, worth about ${formatMinor(worthMinor, currency)} ${currency},`;
    const message = `${count} ${count === 1n ? 'event' : 'events'} of "${description}"${worth} could not be taken and ${count === 1n ? 'waits' : 'wait'} in suspense, beside ${takenCount} on this bill: put them right before it goes out.`;
    const issue = { code: 'usage_in_suspense', severity, path: `products.${productId}`, message } as const;
    return worthMinor === null ? issue : { ...issue, amountAtStake: formatMinor(worthMinor, currency) };
  });
}

function priceIssues({ expired = [], currency }: PreBillContext): Issue[] {
  return expired.map(({ priceId, name, endedOn, chargedMinor }) => {
    const message = `Billed at the price "${name}", which ended on ${endedOn}: move the product to one that is offered, or extend this one.`;
    return finding('warning', 'expired_price', `prices.${priceId}`, message, chargedMinor, currency);
  });
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

/**
 * Before the cut-off the bill is waited for; after it what the agreement says, or a person, decides. One that has come and waits for a
 * decision is money that is there, so it is waited for too, unless it may go on the next bill.
 */
function partnerIssues({ partners, currency }: PreBillContext): Issue[] {
  return partners.map((partner) => {
    const { supplierId, supplierName, state, latePolicy, due, usualMinor } = partner;
    const isHeld =
      state === 'expected' || state === 'held' || (state === 'received' && latePolicy !== 'carry_over');
    const usual =
      usualMinor === null ? '' : ` It is usually ${formatMinor(usualMinor, currency)} ${currency} here.`;
    const code =
      state === 'estimated' && usualMinor !== null ? 'partner_bill_estimated' : 'missing_partner_bill';
    const severity = isHeld ? 'error' : 'warning';
    const message = `The bill of ${supplierName} ${wordsOf(state, due, usualMinor !== null)}${usual}`;
    const issue = { code, severity, path: `partners.${supplierId}`, message } as const;
    return usualMinor === null ? issue : { ...issue, amountAtStake: formatMinor(usualMinor, currency) };
  });
}

function wordsOf(state: ExpectationState, due: string, hasUsual: boolean): string {
  switch (state) {
    case 'expected':
      return `has not come, and may until ${due}: the account is held. Wait for it, or decide now with the cycle.`;
    case 'received':
      return 'has come and waits for a decision: accept or reject it, then run again.';
    case 'carried_over':
      return `did not come by ${due}: the account is billed without it, and its charges go on the next bill.`;
    case 'estimated':
      return hasUsual
        ? `did not come by ${due}: an estimate stands in for it, which goes back when it comes.`
        : `did not come by ${due}, and there is no earlier one to estimate it from: its charges go on the next bill.`;
    default:
      return `did not come by ${due}: the account is held until it is accepted. Ask the partner, or decide otherwise with the cycle.`;
  }
}

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
