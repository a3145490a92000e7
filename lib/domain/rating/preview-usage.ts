import type { Decimal } from '@/lib/domain/money/decimal';
import { errorIssue, type Issue } from '@/lib/domain/money/issue';
import { joinPath, readDecimal, shown } from '@/lib/domain/pricing/field-reader';
import type { Price } from '@/lib/domain/pricing/price';
import { type Aggregation, aggregate, type MeterEvent, type Window } from '@/lib/domain/rating/aggregate';
import { selectPrices } from '@/lib/domain/rating/select-price';

type Attributes = Readonly<Record<string, string>>;

/** A meter's usage as a quantity, or as events to aggregate. */
export type MeterUsage =
  | { readonly quantity: Decimal }
  | { readonly events: readonly AttributedEvent[]; readonly aggregation: Aggregation };

type AttributedEvent = MeterEvent & { readonly attributes: Attributes };

/** What one price is to rate: a total, and the events where the total is their sum. */
export type PriceUsage = { readonly usage: Decimal; readonly events?: readonly Decimal[] };

type GivenEvent =
  | string
  | number
  | {
      amount: string | number;
      at?: string | undefined;
      attributes?: Attributes | undefined;
      uniqueKey?: string | undefined;
    };

type GivenUsage = string | number | { events: readonly GivenEvent[]; aggregation?: Aggregation | undefined };

/** Reads a meter's usage. Events without a time follow each other in the order given; time_weighted needs their times. */
export function readMeterUsage(given: GivenUsage, path: string, issues: Issue[]): MeterUsage | null {
  if (typeof given !== 'object') {
    const quantity = readDecimal(given, path, issues);
    return quantity === null ? null : { quantity };
  }
  const issuesBefore = issues.length;
  const aggregation = given.aggregation ?? 'sum';
  const timed = given.events.some((event) => typeof event === 'object' && event.at !== undefined);
  const events = given.events.flatMap((event, index): AttributedEvent[] => {
    const eventPath = joinPath(joinPath(path, 'events'), index);
    const fields = typeof event === 'object' ? event : { amount: event };
    const amountPath = typeof event === 'object' ? joinPath(eventPath, 'amount') : eventPath;
    const quantity = readDecimal(fields.amount, amountPath, issues);
    const needsTime = timed || aggregation === 'time_weighted';
    const atMs = needsTime ? readInstant(fields.at, joinPath(eventPath, 'at'), issues) : index;
    if (quantity === null || atMs === null) return [];
    const { uniqueKey, attributes = {} } = fields;
    return [{ quantity, atMs, attributes, ...(uniqueKey !== undefined && { uniqueKey }) }];
  });
  return issues.length === issuesBefore ? { events, aggregation } : null;
}

/**
 * Hands a meter's usage to its prices: each event to the price its attributes select, a bare quantity as usage without attributes.
 * What no price takes comes back as unrated.
 */
export function shareUsage(
  usage: MeterUsage,
  prices: readonly Price[],
  window: Window,
): { byKey: Map<string, PriceUsage>; unrated: Decimal } {
  if ('quantity' in usage) {
    const selected = selectPrices(prices, {});
    const byKey = new Map(selected.map(({ key }): [string, PriceUsage] => [key, { usage: usage.quantity }]));
    return { byKey, unrated: (selected.length === 0 ? usage.quantity : 0n) as Decimal };
  }
  const eventsByKey = new Map<string, MeterEvent[]>();
  const unrated: MeterEvent[] = [];
  for (const event of usage.events) {
    const selected = selectPrices(prices, event.attributes);
    if (selected.length === 0) unrated.push(event);
    for (const { key } of selected) {
      const events = eventsByKey.get(key);
      if (events) events.push(event);
      else eventsByKey.set(key, [event]);
    }
  }
  const { aggregation } = usage;
  const byKey = new Map<string, PriceUsage>();
  for (const [key, events] of eventsByKey) {
    const total = aggregate(aggregation, events, window);
    byKey.set(key, {
      usage: total,
      ...(aggregation === 'sum' && { events: events.map(({ quantity }) => quantity) }),
    });
  }
  return { byKey, unrated: aggregate(aggregation, unrated, window) };
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

function readInstant(text: string | undefined, path: string, issues: Issue[]): number | null {
  const ms = text !== undefined && INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  const given = text === undefined ? 'It is missing' : `${shown(text)} is not one`;
  issues.push(
    errorIssue('invalid_instant', path, `An instant is written like 2026-01-31T12:00:00Z. ${given}.`),
  );
  return null;
}
