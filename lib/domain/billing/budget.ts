import type { CivilDate } from '@/lib/domain/period/civil-date';

/** So much per billing period, without tax, and at which parts of it somebody wants to know. */
export type Budget = {
  id: string;
  amountMinor: bigint;
  /** Per cent of the amount, whole, above 0. */
  thresholds: readonly number[];
};

export const MAX_THRESHOLD_PERCENT = 1_000;

/**
 * Which thresholds an amount has reached, the lowest first, in minor units and without rounding: 80 % of 100.01 is reached at 80.01
 * and not at 80.00. A budget of 50.00 with thresholds 50, 80 and 100 has reached 50 and 80 at 41.00.
 */
export function thresholdsReached({ amountMinor, thresholds }: Budget, soFarMinor: bigint): number[] {
  return [...new Set(thresholds)]
    .sort((a, b) => a - b)
    .filter((percent) => soFarMinor > 0n && soFarMinor * 100n >= amountMinor * BigInt(percent));
}

/** How much of the budget is used, in whole per cent towards zero: 41.00 of 50.00 is 82. */
export const percentUsed = (amountMinor: bigint, soFarMinor: bigint): number =>
  Number((soFarMinor * 100n) / amountMinor);

/** What makes a threshold's alert the only one of its period: `<budget>:80:2026-03-01`. */
export const thresholdSubject = (budgetId: string, percent: number, periodFrom: CivilDate): string =>
  `${budgetId}:${percent}:${periodFrom}`;
