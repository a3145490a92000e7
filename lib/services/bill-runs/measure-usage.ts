import type { BilledProductRow, UsageEventRow, UsageTotalRow } from '@/lib/db/billing-inputs';
import { type Decimal, decimalFromInteger, formatDecimal } from '@/lib/domain/money/decimal';
import type { Issue } from '@/lib/domain/money/issue';
import type { Period } from '@/lib/domain/period/period';
import type { Price } from '@/lib/domain/pricing/price';
import { type Aggregation, aggregate, type MeterEvent } from '@/lib/domain/rating/aggregate';
import type { RatingInput } from '@/lib/domain/rating/rate';
import { selectPrices } from '@/lib/domain/rating/select-price';
import type { BillingReference } from '@/lib/services/bill-runs/billing-reference';
import { type PinnedPrice, productIssue } from '@/lib/services/bill-runs/product-prices';
import { decimalOf } from '@/lib/services/bill-runs/stored-decimal';

export type ProductUsage = { totals: readonly UsageTotalRow[]; events: readonly UsageEventRow[] };

export type MeasuredUsage = Pick<RatingInput, 'usage' | 'eventCount' | 'events'>;

/**
 * The quantity each usage price of a product is applied to. Dimensions choose the component (`when`); what several dimensions
 * bring to one component is added up, so its tiers see the whole. Usage that no component takes is `unrated_usage`, an error.
 */
export function measureUsage(
  product: BilledProductRow,
  prices: readonly PinnedPrice[],
  usage: ProductUsage,
  period: Period,
  reference: BillingReference,
  issues: Issue[],
): Map<Price, MeasuredUsage> {
  const measured = new Map<Price, MeasuredUsage>();
  for (const [meterKey, ofMeter] of byMeter(prices)) {
    const meter = reference.meters.get(meterKey);
    if (!meter) {
      issues.push(
        productIssue(product, 'unknown_meter', `is priced by the meter "${meterKey}", which is not there`),
      );
      continue;
    }
    const totals = usage.totals.filter(({ meterId }) => meterId === meter.id);
    for (const total of totals) {
      if (selectPrices(ofMeter, total.dimensions).length === 0)
        issues.push(unrated(product, meterKey, total));
    }
    for (const price of ofMeter) {
      const chosen = <Row>(rows: readonly Row[], attributes: (row: Row) => Record<string, string>) =>
        rows.filter((row) => selectPrices(ofMeter, attributes(row)).includes(price));
      const mine = chosen(totals, (total) => total.dimensions);
      if (!needsEvents(price, meter.aggregation)) {
        measured.set(price, fromTotals(mine, meter.aggregation));
        continue;
      }
      const ofThis = usage.events.filter(({ meterId }) => meterId === meter.id);
      const events = chosen(ofThis, (event) => event.attributes);
      measured.set(price, fromEvents(events, meter.aggregation, price, period));
    }
  }
  return measured;
}

/** Whether a running total cannot answer: what the meter or the price asks of each single event. */
export function needsEvents(price: Price, aggregation: Aggregation): boolean {
  if (price.model === 'percentage' && (price.minPerEvent !== undefined || price.maxPerEvent !== undefined)) {
    return true;
  }
  return aggregation !== 'sum' && aggregation !== 'count' && aggregation !== 'max';
}

function byMeter(prices: readonly PinnedPrice[]): Map<string, Price[]> {
  const meters = new Map<string, Price[]>();
  for (const { price } of prices) {
    if (price.kind !== 'usage' || price.meter === undefined) continue;
    const ofMeter = meters.get(price.meter);
    if (ofMeter) ofMeter.push(price);
    else meters.set(price.meter, [price]);
  }
  return meters;
}

function fromTotals(totals: readonly UsageTotalRow[], aggregation: Aggregation): MeasuredUsage {
  let eventCount = 0n;
  let sum = 0n;
  let maximum: bigint | null = null;
  for (const total of totals) {
    eventCount += total.eventCount;
    sum += decimalOf(total.quantity);
    const highest = decimalOf(total.maximum);
    if (maximum === null || highest > maximum) maximum = highest;
  }
  const usage =
    aggregation === 'count' ? decimalFromInteger(eventCount) : aggregation === 'max' ? (maximum ?? 0n) : sum;
  return { usage: usage as Decimal, eventCount };
}

function fromEvents(
  rows: readonly UsageEventRow[],
  aggregation: Aggregation,
  price: Price,
  period: Period,
): MeasuredUsage {
  const events = rows.map(
    ({ quantity, occurredAt, attributes }): MeterEvent => ({
      quantity: decimalOf(quantity),
      atMs: Date.parse(occurredAt),
      ...(attributes.uniqueKey === undefined ? {} : { uniqueKey: attributes.uniqueKey }),
    }),
  );
  // Only a time-weighted average looks at the window; its levels are in force by day.
  const window = {
    fromMs: Date.parse(`${period.from}T00:00:00Z`),
    toMs: Date.parse(`${period.to}T00:00:00Z`),
  };
  const usage = aggregate(aggregation, events, window);
  const eventCount = BigInt(events.length);
  return price.model === 'percentage'
    ? { usage, eventCount, events: events.map(({ quantity }) => quantity) }
    : { usage, eventCount };
}

function unrated(product: BilledProductRow, meter: string, { dimensions, quantity }: UsageTotalRow): Issue {
  const where = Object.entries(dimensions).map(([name, value]) => `${name} ${value}`);
  const amount = formatDecimal(decimalOf(quantity));
  const words = `has ${amount} of "${meter}" that no price takes (${where.join(', ') || 'no attributes'}): add one`;
  return productIssue(product, 'unrated_usage', words);
}
