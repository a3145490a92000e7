import type {
  AccountDiscountRow,
  BilledAccountRow,
  BilledProductRow,
  UsageEventRow,
  UsageTotalRow,
} from '@/lib/db/billing-inputs';
import type { PartnerGroupRow } from '@/lib/db/partner-groups';
import type { PendingAdjustmentRow } from '@/lib/db/pending-adjustments';
import type { WaitingUsageRow } from '@/lib/db/waiting-usage';
import type { BillDraft, BillLine } from '@/lib/domain/billing/bill-draft';
import type { ChargeLine } from '@/lib/domain/billing/charge-line';
import { consolidateBill } from '@/lib/domain/billing/consolidate';
import { preBillChecks } from '@/lib/domain/billing/pre-bill-checks';
import type { BillDiscount } from '@/lib/domain/billing/spread-discounts';
import { type Currency, isCurrency } from '@/lib/domain/money/currency';
import { errorIssue, fail, type Issue, type Result } from '@/lib/domain/money/issue';
import { addDays } from '@/lib/domain/period/civil-date';
import type { DiscountBearing } from '@/lib/domain/settlement/bear-discounts';
import { type BillShares, computeBillShares } from '@/lib/domain/settlement/compute-bill-shares';
import { adjustmentCharges } from '@/lib/services/adjustments/adjustment-charges';
import { type BilledPeriod, billPeriod, slotOf } from '@/lib/services/bill-runs/billed-period';
import type { BillingReference } from '@/lib/services/bill-runs/billing-reference';
import { type CorrectedBill, correctedCharges } from '@/lib/services/bill-runs/corrected-charges';
import { discountBearings } from '@/lib/services/bill-runs/discount-bearings';
import { lateCharges } from '@/lib/services/bill-runs/late-charges';
import { type EarlierBilling, NOTHING_EARLIER } from '@/lib/services/bill-runs/load-earlier';
import type { StandIns } from '@/lib/services/bill-runs/load-stand-ins';
import { expiredPrices, waitingUsage } from '@/lib/services/bill-runs/odd-usage';
import { type LineAssignment, partnerCharges } from '@/lib/services/bill-runs/partner-charges';
import { type Charges, productCharges } from '@/lib/services/bill-runs/product-charges';
import { type SettlementChain, supplyOn } from '@/lib/services/bill-runs/settlement-chains';
import { latePartnersOf, NO_STAND_INS, standInCharges } from '@/lib/services/bill-runs/stand-in-charges';
import { decimalOf } from '@/lib/services/bill-runs/stored-decimal';
import { groupBy } from '@/lib/services/group-by';

/** Everything one account's bill is computed from; plain rows, so that the same input gives the same bill anywhere. */
export type AccountInputs = {
  account: BilledAccountRow;
  products: readonly BilledProductRow[];
  totals: readonly UsageTotalRow[];
  events: readonly UsageEventRow[];
  discounts: readonly AccountDiscountRow[];
  partnerGroups: readonly PartnerGroupRow[];
  /** For partners' bills that have not come, and what goes back of it; left out where there is nothing. */
  standIns?: StandIns | undefined;
  /** Totals of the last issued bills in the account's currency, the latest first. */
  historyMinor: readonly bigint[];
  /** Usage of its products that could not be taken. */
  waiting?: readonly WaitingUsageRow[];
  /** Metered products without usage now, with how often they had some. */
  idle: readonly { productId: string; cyclesUsed: number; usualMinor: bigint }[];
  /** Partners' bills that correct others; left out where there are none. */
  corrected?: readonly CorrectedBill[] | undefined;
  /** What a person added to its next bill; left out where there is nothing. */
  adjustments?: readonly PendingAdjustmentRow[] | undefined;
  /** What bills before this one leave to it; left out where there is nothing. */
  earlier?: EarlierBilling | undefined;
};

export type AccountBill = {
  /** Null when there is nothing to bill, or when an error kept it from being computed. */
  draft: BillDraft | null;
  shares: BillShares | null;
  /** Who bears its discounts, where it is agreed otherwise than line by line. */
  bearings?: ReadonlyMap<string, DiscountBearing> | undefined;
  /** True holds the account, and no other. */
  held: boolean;
  issues: Issue[];
  assignments: LineAssignment[];
};

/**
 * One account's bill for a period: charges of products and partners → consolidation (discounts, tax) → shares → pre-bill checks.
 * The bill run and the bill so far both call it, so they cannot differ.
 */
export function billAccount(
  inputs: AccountInputs,
  billed: BilledPeriod,
  reference: BillingReference,
): AccountBill {
  const { account } = inputs;
  if (!isCurrency(account.currency)) {
    const issue = errorIssue('unknown_currency', 'currency', `${account.currency} is no ISO 4217 currency.`);
    return { draft: null, shares: null, held: true, issues: [issue], assignments: [] };
  }
  const { currency } = account;
  const { charges, issues, assignments } = chargesOf(inputs, billed, currency, reference);
  const nothing = charges.length === 0 && issues.length === 0;

  const bill = issues.some(isError)
    ? fail<BillDraft>(issues)
    : consolidate(inputs, charges, billed, currency, reference);
  const bearings = discountBearings(inputs.discounts);
  const shares = bill.ok
    ? computeBillShares(bill.value, (line) => chainFor(line, reference).links, undefined, {
        ...(bearings && { bearings }),
      })
    : null;
  const findings = preBillChecks(nothing ? NOTHING : bill, {
    currency,
    ...expectations(inputs, billed, reference),
    waiting: waitingUsage(inputs, bill.ok ? bill.value : null, reference),
    expired: expiredPrices(bill.ok ? bill.value : null, billed.period, reference),
    sharesMinor: shares?.sumMinor ?? 0n,
  });
  const draft = bill.ok && !nothing ? bill.value : null;
  return { draft, shares: draft && shares, bearings, ...findings, assignments };
}

/**
 * Who shares in a line, from the operator down: by its offering's chain on the first day of what it is for, where that has one, else by
 * its agreement; on every level by the term that is closest to the offering.
 */
export function chainFor(
  {
    supplierRole,
    offeringId,
    agreementId,
    period,
  }: Pick<BillLine, 'supplierRole' | 'offeringId' | 'agreementId' | 'period'>,
  reference: BillingReference,
): SettlementChain {
  if (supplierRole === 'operator') return OWN;
  const offering = reference.offerings.get(offeringId ?? '');
  const own = offering && supplyOn(offering.supplies, period.from).chain;
  if (own && (own.links.length > 0 || own.issues.length > 0)) return own;
  return reference.agreementChains.get(agreementId ?? '')?.(offeringId, period.from) ?? OWN;
}

const OWN: SettlementChain = { links: [], currency: null, issues: [] };

const NOTHING: Result<BillDraft> = { ok: false, issues: [] };

const isError = ({ severity }: Issue) => severity === 'error';

type AccountCharges = { charges: ChargeLine[]; issues: Issue[]; assignments: LineAssignment[] };

function chargesOf(
  inputs: AccountInputs,
  billed: BilledPeriod,
  currency: Currency,
  reference: BillingReference,
): AccountCharges {
  const earlier = inputs.earlier ?? NOTHING_EARLIER;
  const partner = partnerCharges(inputs.partnerGroups, slotOf(billed), currency, reference);
  const corrected = correctedCharges(inputs.corrected ?? [], slotOf(billed) ?? '', currency, reference);
  partner.assignments.push(...corrected.assignments);
  const { charges, issues } = partner;
  const add = (own: Charges) => {
    charges.push(...own.charges);
    issues.push(...own.issues);
  };
  add(corrected);
  const totals = groupBy(inputs.totals, ({ productId }) => productId);
  const events = groupBy(inputs.events, ({ productId }) => productId);
  const due = duePeriod(billed, earlier);
  for (const product of billedProducts(inputs, billed, earlier)) {
    const usage = { totals: totals.get(product.id) ?? [], events: events.get(product.id) ?? [] };
    add(productCharges(product, usage, due, currency, reference, earlier.charged));
  }
  for (const late of earlier.late) add(lateCharges(late, currency, reference, earlier.charged));
  charges.push(...standInCharges(inputs.standIns ?? NO_STAND_INS, billed, currency, reference));
  charges.push(...adjustmentCharges(inputs.adjustments ?? [], currency, reference));
  if (earlier.previousIsOpen) issues.push(PREVIOUS_OPEN);
  issues.push(...chainIssues(charges, currency, reference));
  return partner;
}

/** A final bill ends what is still there. */
function billedProducts(
  { products }: AccountInputs,
  { kind, until }: BilledPeriod,
  { returned }: EarlierBilling,
): readonly BilledProductRow[] {
  const all = returned.length === 0 ? products : [...products, ...returned];
  if (kind !== 'final' || until === undefined) return all;
  return all.map((product) => {
    const endsSooner = product.endedOn === null || product.endedOn > until;
    return endsSooner ? { ...product, endedOn: until } : product;
  });
}

/** After a final bill whatever is billed corrects it; and a period that has a bill of its own is not charged in advance. */
function duePeriod(billed: BilledPeriod, { isSettled, nextIsBilled }: EarlierBilling): BilledPeriod {
  const { next, ...rest } = billed;
  const due = nextIsBilled || next === undefined ? rest : billed;
  return isSettled ? { ...due, kind: 'final' } : due;
}

const PREVIOUS_OPEN = errorIssue(
  'previous_bill_open',
  'account',
  'The bill of the period before is not issued yet, and it charges this period in advance: issue it first.',
);

/** A chain that cannot be followed holds the bill: an unshared line would be an unpaid partner. */
function chainIssues(
  charges: readonly ChargeLine[],
  currency: Currency,
  reference: BillingReference,
): Issue[] {
  const issues = new Map<SettlementChain, readonly Issue[]>();
  for (const charge of charges) {
    const chain = chainFor(charge, reference);
    if (chain === OWN || issues.has(chain)) continue;
    issues.set(
      chain,
      chain.currency === null || chain.currency === currency
        ? chain.issues
        : [foreignTerm(charge, chain, currency)],
    );
  }
  return [...issues.values()].flat();
}

function foreignTerm(
  { description, agreementId }: ChargeLine,
  chain: SettlementChain,
  currency: Currency,
): Issue {
  const message = `"${description}" is settled by amounts in ${chain.currency}, and the bill is in ${currency}: agree a percentage, or a term in ${currency}.`;
  return errorIssue('term_currency_mismatch', `agreements.${agreementId}`, message);
}

function consolidate(
  { account, discounts, earlier }: AccountInputs,
  charges: readonly ChargeLine[],
  billed: BilledPeriod,
  currency: Currency,
  reference: BillingReference,
): Result<BillDraft> {
  const { country, vatId, isBusiness } = account;
  const period = billPeriod(billed);
  const isWhole = billed.kind !== 'on_demand' && !earlier?.isSettled;
  return consolidateBill({
    account: {
      accountId: account.id,
      operatorId: reference.operatorPartyId,
      operatorName: reference.operatorName,
    },
    period,
    currency,
    charges,
    // An amount is given once a cycle: by its own bill, or by the final one that stands for it.
    discounts: discounts.filter(({ amountMinor }) => isWhole || amountMinor === null).map(billDiscount),
    taxContext: {
      buyer: { country, vatId, isBusiness },
      sellers: reference.sellers,
      rates: reference.taxRates,
      // The supply is complete on the period's last day, whenever the bill is issued.
      on: addDays(period.to, -1),
    },
    agreements: reference.agreements,
  });
}

function billDiscount({ id, name, percent, amountMinor, supplierId }: AccountDiscountRow): BillDiscount {
  const share = percent === null ? null : decimalOf(percent);
  return { discountKey: id, description: name, percent: share, amountMinor, supplierId };
}

/** What the checks compare with. A bill that is not a whole cycle's is not held against those that were, nor waits for anybody. */
function expectations(inputs: AccountInputs, { kind = 'cycle' }: BilledPeriod, reference: BillingReference) {
  if (kind !== 'cycle') return { historyMinor: [], usage: [], partners: [] };
  return {
    historyMinor: inputs.historyMinor,
    usage: idleProducts(inputs),
    partners: latePartnersOf(inputs.standIns ?? NO_STAND_INS, reference),
  };
}

/** Of the bills before, how many say what an account always does. */
export const HABIT_BILLS = 3;

function idleProducts({ idle, products, historyMinor }: AccountInputs) {
  const names = new Map(products.map(({ id, name }) => [id, name]));
  return idle.map(({ productId, cyclesUsed, usualMinor }) => ({
    productId,
    description: names.get(productId) ?? productId,
    usedNow: false,
    cyclesSeen: Math.min(historyMinor.length, HABIT_BILLS),
    cyclesUsed,
    usualMinor,
  }));
}
