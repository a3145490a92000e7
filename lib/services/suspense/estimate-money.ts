import type { Currency } from '@/lib/domain/money/currency';
import { DECIMAL_ZERO, type Decimal, decimalFromInteger } from '@/lib/domain/money/decimal';
import { type Exact, scaleExact, subtractExact, toMinor } from '@/lib/domain/money/exact';
import { divideRounded } from '@/lib/domain/money/round';
import type { Period } from '@/lib/domain/period/period';
import type { Price } from '@/lib/domain/pricing/price';
import type { Aggregation } from '@/lib/domain/rating/aggregate';
import { ratePrice } from '@/lib/domain/rating/rate';

/** Waiting usage of one meter, added up: `subjects` is how many products it names. */
export type WaitingSum = { quantity: Decimal; events: number; subjects: number };

/**
 * What waiting usage would be charged by a price, in minor units, by the code that rates bills: the average product of it, times
 * how many there are, since tiers and included units count per product. What the price charges without any usage is not at stake.
 * An estimate: what the products used besides is left out. Null for meters whose value does not follow from a sum (unique_count).
 * Example: 30 MB of 3 SIMs at 2 MB included and 0.10 a MB: 3 × (10 − 2) × 0.10 = 2.40.
 */
export function estimateByPrice(
  price: Price,
  aggregation: Aggregation,
  sum: WaitingSum,
  currency: Currency,
): bigint | null {
  const usage = measureOf(aggregation, sum);
  if (usage === null || sum.subjects === 0) return null;
  const subjects = BigInt(sum.subjects);
  const eventCount = (BigInt(sum.events) + subjects - 1n) / subjects;
  const chargeOf = (quantity: Decimal, count: bigint): Exact => {
    const input = { currency, period: PERIOD, usage: quantity, eventCount: count, explain: false };
    return ratePrice(price, input).find(({ kind }) => kind === 'charge')!.exact;
  };
  const each = subtractExact(chargeOf(usage, eventCount), chargeOf(DECIMAL_ZERO, 0n));
  return toMinor(scaleExact(each, subjects, 1n), currency);
}

/** The same by what a unit brought on bills so far: `revenueMinor` for `billed` units. Null where nothing was billed. */
export function estimateByRevenue(
  { revenueMinor, billed }: { revenueMinor: bigint; billed: Decimal },
  aggregation: Aggregation,
  sum: WaitingSum,
): bigint | null {
  const usage = measureOf(aggregation, { ...sum, subjects: 1 });
  if (usage === null || billed === 0n) return null;
  return divideRounded(usage * revenueMinor, billed, 'half_away');
}

/** What the meter says of the average product: all of it for sums and counts, else the average event. */
function measureOf(aggregation: Aggregation, { quantity, events, subjects }: WaitingSum): Decimal | null {
  if (events === 0) return null;
  const per = (count: number) => divideRounded(quantity, BigInt(count), 'half_away') as Decimal;
  switch (aggregation) {
    case 'sum':
      return per(subjects);
    case 'count':
      return divideRounded(decimalFromInteger(events), BigInt(subjects), 'half_away') as Decimal;
    case 'unique_count':
      return null;
    default:
      return per(events);
  }
}

// Usage is never prorated, so any period does.
const PERIOD = { from: '2026-01-01', to: '2026-02-01' } as Period;
