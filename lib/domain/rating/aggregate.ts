import { compareDecimal, DECIMAL_ZERO, type Decimal, decimalFromInteger } from '@/lib/domain/money/decimal';
import { divideRounded } from '@/lib/domain/money/round';

export type Aggregation = 'sum' | 'count' | 'unique_count' | 'max' | 'latest' | 'time_weighted';

export const AGGREGATIONS: readonly Aggregation[] = [
  'sum',
  'count',
  'unique_count',
  'max',
  'latest',
  'time_weighted',
];

/** The parts of a period these add up to that of the whole, so they can be priced cumulatively. */
export const ADDITIVE_AGGREGATIONS: ReadonlySet<Aggregation> = new Set<Aggregation>(['sum', 'count']);

/** A negative quantity is a reversal of an earlier event. */
export type MeterEvent = {
  readonly quantity: Decimal;
  readonly atMs: number;
  /** What unique_count tells apart; left out, the quantity itself. */
  readonly uniqueKey?: string;
};

/** Instants in milliseconds, half-open. Only time_weighted looks at them. */
export type Window = { readonly fromMs: number; readonly toMs: number };

/**
 * A meter's quantity from its events, whatever order they came in; zero without events.
 * count and unique_count take reversals off; latest is the event last in time, the larger of two at once. time_weighted reads
 * each event as a level that holds until the next, from zero or the last one before the window, and averages the
 * levels over the window, half away from zero at 15 places: 10 for the first half and 30 for the second is 20.
 */
export function aggregate(aggregation: Aggregation, events: readonly MeterEvent[], window: Window): Decimal {
  switch (aggregation) {
    case 'sum':
      return events.reduce((sum, { quantity }) => sum + quantity, 0n) as Decimal;
    case 'count':
      return decimalFromInteger(events.reduce((count, { quantity }) => count + (quantity < 0n ? -1 : 1), 0));
    case 'unique_count':
      return decimalFromInteger(countUnique(events));
    case 'max':
      return events.reduce<Decimal>(
        (max, { quantity }) => (compareDecimal(quantity, max) > 0 ? quantity : max),
        events[0]?.quantity ?? DECIMAL_ZERO,
      );
    case 'latest':
      return inTime(events).at(-1)?.quantity ?? DECIMAL_ZERO;
    case 'time_weighted':
      return averageLevel(events, window);
  }
}

function countUnique(events: readonly MeterEvent[]): number {
  const occurrences = new Map<string, number>();
  for (const { quantity, uniqueKey } of events) {
    const isReversal = quantity < 0n;
    const key = uniqueKey ?? (isReversal ? -quantity : quantity).toString();
    occurrences.set(key, (occurrences.get(key) ?? 0) + (isReversal ? -1 : 1));
  }
  return [...occurrences.values()].filter((count) => count > 0).length;
}

function averageLevel(events: readonly MeterEvent[], { fromMs, toMs }: Window): Decimal {
  if (toMs <= fromMs) throw new RangeError(`The window from ${fromMs} to ${toMs} is empty`);
  let level = 0n;
  let sinceMs = fromMs;
  let weighted = 0n;
  for (const { quantity, atMs } of inTime(events)) {
    if (atMs >= toMs) break;
    const untilMs = Math.max(fromMs, atMs);
    weighted += level * BigInt(untilMs - sinceMs);
    level = quantity;
    sinceMs = untilMs;
  }
  weighted += level * BigInt(toMs - sinceMs);
  return divideRounded(weighted, BigInt(toMs - fromMs), 'half_away') as Decimal;
}

function inTime(events: readonly MeterEvent[]): MeterEvent[] {
  return [...events].sort(
    (a, b) => a.atMs - b.atMs || (a.quantity < b.quantity ? -1 : a.quantity > b.quantity ? 1 : 0),
  );
}
