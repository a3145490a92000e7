import { divideRounded } from '@/lib/domain/money/round';
import { PAYOUT_CAUSES, type PayoutCause, payoutCauseOf } from '@/lib/domain/settlement/payout-cause';

/** How a partner is paid, as agreed; amounts in minor units of the payout's currency. */
export type PayoutConditions = {
  minimumMinor: bigint;
  feeMinor: bigint;
  feePpm: bigint;
  reservePpm: bigint;
  reserveDays: number;
};

/** The sum of a payout's entries of one event, in the payout's currency. */
export type PayoutGroup = { event: string; payoutMinor: bigint };

export type PayoutFacts = {
  groups: readonly PayoutGroup[];
  conditions: PayoutConditions;
  /** Of the partner's supply to the operator; null where the payout is no tax document. */
  taxRatePpm: bigint | null;
  /** What carried statements have left to be taxed here, and of what they left it to keep back the reserve. */
  untaxedMinor: bigint;
  unreservedMinor: bigint;
};

/** One step of the explanation: what it did, and where the sum stands after it. */
export type PayoutStep =
  | { step: PayoutCause; amountMinor: bigint; afterMinor: bigint }
  | {
      step: 'fee';
      amountMinor: bigint;
      afterMinor: bigint;
      fixedMinor: bigint;
      ratePpm: bigint;
      ofMinor: bigint;
    }
  | {
      step: 'reserve';
      amountMinor: bigint;
      afterMinor: bigint;
      ratePpm: bigint;
      ofMinor: bigint;
      days: number;
    }
  | { step: 'tax'; amountMinor: bigint; afterMinor: bigint; ratePpm: bigint; ofMinor: bigint }
  | { step: 'carried'; amountMinor: bigint; afterMinor: bigint; minimumMinor: bigint; payableMinor: bigint };

export type ComputedPayout = {
  outcome: 'pay' | 'carry';
  balanceMinor: bigint;
  feeMinor: bigint;
  reserveMinor: bigint;
  taxMinor: bigint;
  /** The base of the tax, or of the tax to come when it is carried. */
  taxableMinor: bigint;
  /** The base of the reserve, or of the reserve to come; below nothing when more was taken back than earned. */
  reservableMinor: bigint;
  carriedMinor: bigint;
  amountMinor: bigint;
  steps: PayoutStep[];
};

/**
 * What a partner is paid for its open entries: their balance, less the fee (fixed, and a part of the balance), less the reserve (a part of
 * what it earned), and the tax on its supply. What is left below the agreed minimum, or not above nothing, is not paid: the whole balance is
 * carried to the next statement, without fee, reserve and tax.
 * A reserve that is released, and a payout that came back, bore fee and tax before; a carried balance bears fee, reserve and tax with the
 * statement that pays it.
 * Rounding: half away from zero, once each for fee, reserve and tax.
 * Invariant: amount = balance + tax − fee − reserve − carried, and the steps lead to it.
 * Example: shares 1,000.00, a credit of −40.00, a fee of 1 % and a reserve of 5 %: 960.00 − 9.60 − 50.00 = 900.40.
 */
export function computePayout(facts: PayoutFacts): ComputedPayout {
  const { conditions, taxRatePpm } = facts;
  const byCause = sumByCause(facts.groups);
  const steps: PayoutStep[] = [];
  let afterMinor = 0n;
  for (const cause of PAYOUT_CAUSES) {
    const amountMinor = byCause.get(cause) ?? 0n;
    if (amountMinor === 0n) continue;
    afterMinor += amountMinor;
    steps.push({ step: cause, amountMinor, afterMinor });
  }
  const balanceMinor = afterMinor;
  const taxableMinor =
    without(byCause, balanceMinor, ['opening', 'returned', 'reserves']) + facts.untaxedMinor;
  const reservableMinor =
    (byCause.get('shares') ?? 0n) + (byCause.get('collected') ?? 0n) + facts.unreservedMinor;
  const earnedMinor = positive(reservableMinor);
  const chargedMinor = positive(without(byCause, balanceMinor, ['returned', 'reserves']));
  const feeMinor = conditions.feeMinor + partOf(chargedMinor, conditions.feePpm);
  const reserveMinor = partOf(earnedMinor, conditions.reservePpm);
  const payableMinor = balanceMinor - feeMinor - reserveMinor;
  const taxMinor = taxRatePpm === null ? 0n : partOf(taxableMinor, taxRatePpm);
  const isPaid = payableMinor > 0n && payableMinor >= conditions.minimumMinor && payableMinor + taxMinor > 0n;
  if (!isPaid) {
    const { minimumMinor } = conditions;
    steps.push({ step: 'carried', amountMinor: -balanceMinor, afterMinor: 0n, minimumMinor, payableMinor });
    const none = { feeMinor: 0n, reserveMinor: 0n, taxMinor: 0n, amountMinor: 0n };
    const bases = { taxableMinor, reservableMinor };
    return { outcome: 'carry', balanceMinor, ...none, ...bases, carriedMinor: balanceMinor, steps };
  }
  const { feeMinor: fixedMinor, feePpm, reservePpm, reserveDays: days } = conditions;
  const add = (amountMinor: bigint) => {
    afterMinor += amountMinor;
    return { amountMinor, afterMinor };
  };
  if (feeMinor !== 0n) {
    steps.push({
      step: 'fee',
      ...add(-feeMinor),
      fixedMinor,
      ratePpm: feePpm,
      ofMinor: chargedMinor,
    });
  }
  if (reserveMinor !== 0n) {
    steps.push({ step: 'reserve', ...add(-reserveMinor), ratePpm: reservePpm, ofMinor: earnedMinor, days });
  }
  if (taxRatePpm !== null) {
    steps.push({ step: 'tax', ...add(taxMinor), ratePpm: taxRatePpm, ofMinor: taxableMinor });
  }
  const sums = { balanceMinor, feeMinor, reserveMinor, taxMinor, taxableMinor, reservableMinor };
  return { outcome: 'pay', ...sums, carriedMinor: 0n, amountMinor: afterMinor, steps };
}

export function sumByCause(groups: readonly PayoutGroup[]): Map<PayoutCause, bigint> {
  const sums = new Map<PayoutCause, bigint>();
  for (const { event, payoutMinor } of groups) {
    const cause = payoutCauseOf(event);
    sums.set(cause, (sums.get(cause) ?? 0n) + payoutMinor);
  }
  return sums;
}

const without = (
  byCause: ReadonlyMap<PayoutCause, bigint>,
  balanceMinor: bigint,
  bornBefore: readonly PayoutCause[],
): bigint => bornBefore.reduce((left, cause) => left - (byCause.get(cause) ?? 0n), balanceMinor);

const MILLION = 1_000_000n;

const partOf = (amountMinor: bigint, ratePpm: bigint): bigint =>
  divideRounded(amountMinor * ratePpm, MILLION, 'half_away');

const positive = (amountMinor: bigint): bigint => (amountMinor > 0n ? amountMinor : 0n);
