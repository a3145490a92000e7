import { type Decimal, decimalFromInteger, formatScaled } from '@/lib/domain/money/decimal';
import { divideRounded } from '@/lib/domain/money/round';
import { addDays, type CivilDate } from '@/lib/domain/period/civil-date';

/** What a product used on a day of its account's calendar. A day that is not listed had no usage. */
export type UsageDay = { day: CivilDate; quantity: Decimal };

export type UsageHistory = {
  /** The day in question. */
  day: CivilDate;
  quantity: Decimal;
  /** Whether the day is over: one that is not can be unusually high, never unusually low. */
  isOver: boolean;
  /** Days before it, in any order. */
  before: readonly UsageDay[];
  /** The first day on which the product could be used: days before it are no history. */
  knownSince: CivilDate;
};

export type UnusualUsage = {
  direction: 'high' | 'low';
  quantity: Decimal;
  /** What it was compared with: as many days of the same weekday, or as many days before it. */
  comparedWith: 'weekday' | 'days';
  count: number;
  lowest: Decimal;
  highest: Decimal;
  median: Decimal;
  /** The robust z-score with one decimal: "12.4", "-5". "∞" when every day compared with was without usage. */
  score: string;
};

const WEEKS = 8;
const LEAST_WEEKDAYS = 6;
const DAYS = 28;
const LEAST_DAYS = 14;
/** Iglewicz and Hoaglin, "How to Detect and Handle Outliers" (1993): scores beyond 3.5 are outliers. In tenths. */
const LIMIT_TENTHS = 35n;

/**
 * Whether a day's usage is out of the ordinary for this product: the robust z-score (x − median) ÷ spread beyond ±3.5. Compared
 * with the same weekday of the last eight weeks when at least six of them are known, else with the last 28 days when at least 14
 * are; with less history it answers null. The spread is the median absolute deviation × 1.4826; when that is zero, because most
 * days are alike, the mean absolute deviation × 1.2533; and never less than a tenth of the median, so that a steady product is not
 * unusual for a crumb more. All in exact decimals; the score alone is rounded, half away from zero.
 *
 * Example: eight Tuesdays between 0.9 and 1.4 GB, and 4.2 GB on this one: high, score about 12.
 */
export function findUnusualUsage(history: UsageHistory): UnusualUsage | null {
  const compared = comparableDays(history);
  if (!compared) return null;
  const { values, comparedWith } = compared;
  const twiceMedian = twiceMedianOf(values);
  const distance = history.quantity * 2n - twiceMedian;
  if (distance === 0n || (distance < 0n && !history.isOver)) return null;
  const spread = spreadOf(values, twiceMedian);
  const tenths =
    spread === 0n
      ? null
      : divideRounded(distance * 10n * SCALE * 2n * BigInt(values.length), spread, 'half_away');
  if (tenths !== null && (tenths < 0n ? -tenths : tenths) <= LIMIT_TENTHS) return null;
  return {
    direction: distance > 0n ? 'high' : 'low',
    quantity: history.quantity,
    comparedWith,
    count: values.length,
    lowest: values[0]!,
    highest: values.at(-1)!,
    median: divideRounded(twiceMedian, 2n, 'half_away') as Decimal,
    score: tenths === null ? '∞' : formatScaled(tenths, 1),
  };
}

/** The days to compare with, their quantities ascending; null when too few are known. */
function comparableDays({ day, before, knownSince }: UsageHistory) {
  const quantities = new Map(before.map((entry) => [entry.day, entry.quantity]));
  const back = (step: number, count: number) => {
    const values: Decimal[] = [];
    for (let n = 1; n <= count; n += 1) {
      const earlier = addDays(day, -n * step);
      if (earlier >= knownSince) values.push(quantities.get(earlier) ?? decimalFromInteger(0));
    }
    return values.sort(ascending);
  };
  const weekdays = back(7, WEEKS);
  if (weekdays.length >= LEAST_WEEKDAYS) return { values: weekdays, comparedWith: 'weekday' as const };
  const days = back(1, DAYS);
  return days.length >= LEAST_DAYS ? { values: days, comparedWith: 'days' as const } : null;
}

const ascending = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);

/** Of sorted values; twice it, because half of an odd sum has no place in integers. */
function twiceMedianOf(sorted: readonly bigint[]): bigint {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! * 2n : sorted[middle - 1]! + sorted[middle]!;
}

// The factors that make a spread comparable with a standard deviation have four decimals, so spreads are times 10,000.
const SCALE = 10_000n;
const MAD_FACTOR = 14_826n;
const MEAN_FACTOR = 12_533n;
const LEAST_SHARE = 1_000n;

/** The spread times 2 × 10,000 × 2 × the number of values: so nothing is rounded on the way. */
function spreadOf(values: readonly bigint[], twiceMedian: bigint): bigint {
  const count = BigInt(values.length);
  const deviations = values.map((value) => absolute(value * 2n - twiceMedian)).sort(ascending);
  const mad = twiceMedianOf(deviations) * MAD_FACTOR * count;
  const mean = deviations.reduce((sum, value) => sum + value, 0n) * MEAN_FACTOR * 2n;
  const least = absolute(twiceMedian) * LEAST_SHARE * 2n * count;
  const spread = mad > 0n ? mad : mean;
  return spread > least ? spread : least;
}

const absolute = (value: bigint) => (value < 0n ? -value : value);
