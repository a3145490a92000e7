import { divideRounded } from '@/lib/domain/money/round';

/** What an account's bills usually come to, in minor units. */
export type UsualTotal = {
  count: number;
  medianMinor: bigint;
  lowestMinor: bigint;
  highestMinor: bigint;
  /** A bill outside of these is out of the ordinary; both are inside. */
  fromMinor: bigint;
  toMinor: bigint;
};

export type UsualPolicy = {
  /** With fewer bills nothing is known to be usual. */
  minimumHistory: number;
  /** How many spreads away from the median is still usual, in tenths. */
  limitTenths: bigint;
  /** Never usual less than so near the median. */
  floorMinor: bigint;
};

/** 3.5: Iglewicz and Hoaglin, "How to Detect and Handle Outliers" (1993). */
export const DEFAULT_USUAL_POLICY: UsualPolicy = { minimumHistory: 3, limitTenths: 35n, floorMinor: 1000n };

/**
 * The range of totals that is usual for an account by its own bills: the median and 3.5 spreads either way. The spread is the
 * median absolute deviation × 1.4826, so that one odd bill in the past does not make the next odd one usual; never less than a
 * tenth of the median, so that a steady account is not odd for a little more; and the range never narrower than the floor. Halves
 * and spreads are rounded to minor units, half away from zero. Null with too little history.
 * Example: 40.00, 41.00 and 42.00: median 41.00, spread max(1.48, 4.10), so usual is 26.65 to 55.35.
 */
export function usualTotal(
  historyMinor: readonly bigint[],
  { minimumHistory, limitTenths, floorMinor }: UsualPolicy = DEFAULT_USUAL_POLICY,
): UsualTotal | null {
  if (historyMinor.length < Math.max(minimumHistory, 1)) return null;
  const sorted = historyMinor.toSorted(ascending);
  const medianMinor = medianOf(sorted);
  const deviation = medianOf(sorted.map((total) => magnitude(total - medianMinor)).sort(ascending));
  const spread = largest(
    divideRounded(deviation * 14_826n, 10_000n, 'half_away'),
    divideRounded(magnitude(medianMinor), 10n, 'half_away'),
  );
  const reach = largest(divideRounded(spread * limitTenths, 10n, 'half_away'), floorMinor);
  return {
    count: sorted.length,
    medianMinor,
    lowestMinor: sorted[0]!,
    highestMinor: sorted.at(-1)!,
    fromMinor: medianMinor - reach,
    toMinor: medianMinor + reach,
  };
}

/** Of values in ascending order, of which there is one at least. */
function medianOf(sorted: readonly bigint[]): bigint {
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle]!;
  return divideRounded(sorted[middle - 1]! + sorted[middle]!, 2n, 'half_away');
}

const ascending = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);
const magnitude = (value: bigint) => (value < 0n ? -value : value);
const largest = (a: bigint, b: bigint) => (a > b ? a : b);
