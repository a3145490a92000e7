import { DECIMAL_ONE, type Decimal, divideDecimal } from '@/lib/domain/money/decimal';

/** What one unit of `base` costs in `quote`, on a day, and who says so. */
export type KnownRate = { base: string; quote: string; validOn: string; rate: Decimal; source: string };

export type ChosenRate = {
  /** What one unit of `from` costs in `to`. */
  rate: Decimal;
  /** The day of the rate, the same of both legs of a cross. */
  validOn: string;
  source: string;
  path: 'same' | 'direct' | 'inverse' | 'cross';
  /** The currency between, of a cross. */
  through: string | null;
  /** The stored rates that it comes from, as they are stored. */
  legs: readonly KnownRate[];
};

/** A bank holiday bridges at most so many days; an older rate is no rate. */
export const MAX_RATE_AGE_DAYS = 7;

/**
 * One rate between two currencies out of those that are known, all of them recent enough: the latest direct one, else the latest inverse
 * (1 ÷ rate), else both legs through the euro of the latest day that has both. A quotient has 15 places, rounded half away from zero.
 * Null when there is none. EUR/USD 1.25 and EUR/PLN 4.00 make USD/PLN 3.2.
 */
export function chooseRate(known: readonly KnownRate[], from: string, to: string): ChosenRate | null {
  if (from === to) {
    return { rate: DECIMAL_ONE, validOn: '', source: '', path: 'same', through: null, legs: [] };
  }
  const direct = latest(known, from, to);
  if (direct) return of(direct, direct.rate, 'direct');
  const inverse = latest(known, to, from);
  if (inverse) return of(inverse, inverted(inverse.rate), 'inverse');
  return cross(known, from, to);
}

const PIVOT = 'EUR';

function latest(known: readonly KnownRate[], base: string, quote: string): KnownRate | null {
  const found = known.filter((rate) => rate.base === base && rate.quote === quote);
  return found.sort(newestFirst)[0] ?? null;
}

const newestFirst = (a: KnownRate, b: KnownRate) => (a.validOn < b.validOn ? 1 : -1);

const inverted = (rate: Decimal): Decimal => divideDecimal(DECIMAL_ONE, rate);

const of = (leg: KnownRate, rate: Decimal, path: 'direct' | 'inverse'): ChosenRate => ({
  ...{ rate, path, validOn: leg.validOn, source: leg.source },
  ...{ through: null, legs: [leg] },
});

function cross(known: readonly KnownRate[], from: string, to: string): ChosenRate | null {
  if (from === PIVOT || to === PIVOT) return null;
  const firsts = known.filter(({ base, quote }) => base === PIVOT && quote === from).sort(newestFirst);
  for (const first of firsts) {
    const second = known.find(
      ({ base, quote, validOn }) => base === PIVOT && quote === to && validOn === first.validOn,
    );
    if (!second) continue;
    return {
      ...{ rate: divideDecimal(second.rate, first.rate), validOn: first.validOn, path: 'cross' },
      source: first.source === second.source ? first.source : `${first.source}, ${second.source}`,
      ...{ through: PIVOT, legs: [first, second] },
    };
  }
  return null;
}
