import { divideRounded } from '@/lib/domain/money/round';
import { type CivilDate, daysBetween } from '@/lib/domain/period/civil-date';
import { type CycleSpec, cyclePeriodContaining } from '@/lib/domain/period/cycle';
import { intersect, type Period, periodDays } from '@/lib/domain/period/period';

export type ProrationShare = {
  /** The real full period of the cycle. */
  readonly period: Period;
  /** The part of the fragment that lies in it. */
  readonly active: Period;
  readonly activeDays: number;
  readonly periodDays: number;
};

/**
 * A fragment of service cut at the cycle's bounds, each part with the days of the real full period that contains it.
 * Source: killbill-docs "proration". Cycle day 25, 16 to 25 September: one part, 9 of the 31 days from 25 August.
 */
export function prorationShares(spec: CycleSpec, fragment: Period): ProrationShare[] {
  const shares: ProrationShare[] = [];
  let from = fragment.from;
  while (from < fragment.to) {
    const { period } = cyclePeriodContaining(spec, from);
    const active = intersect(period, fragment)!;
    shares.push({ period, active, activeDays: periodDays(active), periodDays: periodDays(period) });
    from = period.to;
  }
  return shares;
}

/** round(amount × activeDays ÷ periodDays) in minor units, half away from zero, once. 2495 × 9 ÷ 31 is 724. */
export function prorate(amountMinor: bigint, activeDays: number, periodDays: number): bigint {
  checkDays(activeDays, periodDays);
  return divideRounded(amountMinor * BigInt(activeDays), BigInt(periodDays), 'half_away');
}

/**
 * What a cancellation or change gives back of an amount charged in advance for the days of `charged`: zero or the
 * opposite sign of the charge, in minor units, rounded once. `endsOn` is the first day that is not served any more,
 * so on a change it is the day of change, which belongs to the new plan.
 * Example: 3000 for 1 to 31 of a 30-day period, ending on day 11: −2000.
 */
export function creditUnusedDays(chargedMinor: bigint, charged: Period, endsOn: CivilDate): bigint {
  const days = periodDays(charged);
  const unusedDays = Math.min(days, Math.max(0, daysBetween(endsOn, charged.to)));
  return -prorate(chargedMinor, unusedDays, days);
}

function checkDays(activeDays: number, periodDays: number): void {
  if (periodDays <= 0 || activeDays < 0 || activeDays > periodDays) {
    throw new RangeError(`Cannot prorate ${activeDays} of ${periodDays} days`);
  }
}
