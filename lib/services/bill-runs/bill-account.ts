import type {
  AccountDiscountRow,
  BilledAccountRow,
  BilledProductRow,
  PartnerGroupRow,
  UsageEventRow,
  UsageTotalRow,
} from '@/lib/db/billing-inputs';
import type { BillDraft, BillLine } from '@/lib/domain/billing/bill-draft';
import type { ChargeLine } from '@/lib/domain/billing/charge-line';
import { consolidateBill } from '@/lib/domain/billing/consolidate';
import { preBillChecks } from '@/lib/domain/billing/pre-bill-checks';
import type { BillDiscount } from '@/lib/domain/billing/spread-discounts';
import { type Currency, isCurrency } from '@/lib/domain/money/currency';
import { errorIssue, fail, type Issue, type Result } from '@/lib/domain/money/issue';
import { addDays } from '@/lib/domain/period/civil-date';
import type { Period } from '@/lib/domain/period/period';
import { type BillShares, computeBillShares } from '@/lib/domain/settlement/compute-bill-shares';
import type { BillingReference, SettlementChain } from '@/lib/services/bill-runs/billing-reference';
import { type LineAssignment, partnerCharges } from '@/lib/services/bill-runs/partner-charges';
import { productCharges } from '@/lib/services/bill-runs/product-charges';
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
  /** Partners that rate themselves and have customers here. */
  expectedPartners: readonly { partnerId: string; usualMinor: bigint }[];
  /** Totals of the last issued bills in the account's currency, the latest first. */
  historyMinor: readonly bigint[];
  /** Metered products without usage now, with how often they had some. */
  idle: readonly { productId: string; cyclesUsed: number; usualMinor: bigint }[];
};

export type BilledPeriod = { cycleId: string | null; period: Period };

export type AccountBill = {
  /** Null when there is nothing to bill, or when an error kept it from being computed. */
  draft: BillDraft | null;
  shares: BillShares | null;
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
  { cycleId, period }: BilledPeriod,
  reference: BillingReference,
): AccountBill {
  const { account } = inputs;
  if (!isCurrency(account.currency)) {
    const issue = errorIssue('unknown_currency', 'currency', `${account.currency} is no ISO 4217 currency.`);
    return { draft: null, shares: null, held: true, issues: [issue], assignments: [] };
  }
  const { currency } = account;
  const { charges, issues, assignments } = chargesOf(inputs, { cycleId, period }, currency, reference);
  const nothing = charges.length === 0 && issues.length === 0;

  const bill = issues.some(isError)
    ? fail<BillDraft>(issues)
    : consolidate(inputs, charges, period, currency, reference);
  const shares = bill.ok ? computeBillShares(bill.value, (line) => chainFor(line, reference).links) : null;
  const findings = preBillChecks(nothing ? NOTHING : bill, {
    currency,
    historyMinor: inputs.historyMinor,
    usage: idleProducts(inputs),
    partners: expectedPartners(inputs, reference),
    sharesMinor: shares?.sumMinor ?? 0n,
  });
  const draft = bill.ok && !nothing ? bill.value : null;
  return { draft, shares: draft && shares, ...findings, assignments };
}

/** Who shares in a line, from the operator down. */
export function chainFor(
  { supplierRole, offeringId, agreementId }: Pick<BillLine, 'supplierRole' | 'offeringId' | 'agreementId'>,
  reference: BillingReference,
): SettlementChain {
  if (supplierRole === 'operator') return OWN;
  const chain =
    offeringId === null
      ? reference.agreementChains.get(agreementId ?? '')
      : reference.offerings.get(offeringId)?.chain;
  return chain ?? OWN;
}

const OWN: SettlementChain = { links: [], currency: null, issues: [] };

const NOTHING: Result<BillDraft> = { ok: false, issues: [] };

const isError = ({ severity }: Issue) => severity === 'error';

type AccountCharges = { charges: ChargeLine[]; issues: Issue[]; assignments: LineAssignment[] };

function chargesOf(
  inputs: AccountInputs,
  { cycleId, period }: BilledPeriod,
  currency: Currency,
  reference: BillingReference,
): AccountCharges {
  const partner = partnerCharges(inputs.partnerGroups, cycleId, currency, reference);
  const { charges, issues } = partner;
  const totals = groupBy(inputs.totals, ({ productId }) => productId);
  const events = groupBy(inputs.events, ({ productId }) => productId);
  for (const product of inputs.products) {
    const usage = { totals: totals.get(product.id) ?? [], events: events.get(product.id) ?? [] };
    const own = productCharges(product, usage, period, currency, reference);
    charges.push(...own.charges);
    issues.push(...own.issues);
  }
  issues.push(...chainIssues(charges, currency, reference));
  return partner;
}

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
  { account, discounts }: AccountInputs,
  charges: readonly ChargeLine[],
  period: Period,
  currency: Currency,
  reference: BillingReference,
): Result<BillDraft> {
  const { country, vatId, isBusiness } = account;
  return consolidateBill({
    account: {
      accountId: account.id,
      operatorId: reference.operatorPartyId,
      operatorName: reference.operatorName,
    },
    period,
    currency,
    charges,
    discounts: discounts.map(billDiscount),
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

function idleProducts({ idle, products, historyMinor }: AccountInputs) {
  const names = new Map(products.map(({ id, name }) => [id, name]));
  return idle.map(({ productId, cyclesUsed, usualMinor }) => ({
    productId,
    description: names.get(productId) ?? productId,
    usedNow: false,
    cyclesSeen: historyMinor.length,
    cyclesUsed,
    usualMinor,
  }));
}

function expectedPartners(inputs: AccountInputs, reference: BillingReference) {
  return inputs.expectedPartners.flatMap(({ partnerId, usualMinor }) => {
    const partner = reference.ratingPartners.get(partnerId);
    if (!partner) return [];
    const { name, state, latePolicy } = partner;
    return [{ supplierId: partnerId, supplierName: name, state, latePolicy, usualMinor }];
  });
}
