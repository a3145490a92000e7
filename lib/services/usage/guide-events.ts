import type { Sql } from '@/lib/db/tenant';
import {
  type MeterDimensions,
  type MeteredProduct,
  readUsageCatalogue,
  type UsagePrice,
} from '@/lib/db/usage';
import { selectPrices } from '@/lib/domain/rating/select-price';
import { groupBy } from '@/lib/services/group-by';
import type { DecodedEvent } from '@/lib/services/usage/decode-event';
import { dimensionsOf } from '@/lib/services/usage/dimensions';
import { latenessOf, type PlacedUsage } from '@/lib/services/usage/lateness';
import type { Sender } from '@/lib/services/usage/outcome';
import { type InstantPeriod, PeriodFinder } from '@/lib/services/usage/period-finder';

/** Where an event belongs, or why that cannot be told yet. */
export type Guided = Destination | Waiting;

export type Destination = {
  ok: true;
  product: MeteredProduct;
  period: InstantPeriod;
  meterId: string;
  /** The bill of that period is issued: a later one charges it. */
  late: boolean;
  dimensionKey: string;
  dimensions: Record<string, string>;
};

type Waiting = { ok: false; reason: SuspenseReason; path: string; message: string };

export type SuspenseReason =
  | 'unknown_product'
  | 'product_not_active'
  | 'ambiguous_product'
  | 'unknown_meter'
  | 'meter_not_priced'
  | 'unrated'
  | 'too_late'
  | 'reversal_of_unknown';

/**
 * Guides each event to the product that its subject names: known to the sender (a partner's own, or any for the operator),
 * active at the event's time, with a price for the meter and the attributes, in a period that can still be billed. Another
 * partner's product is as unknown as one that never was. One read, whatever the number of events; more for ended periods.
 */
export async function guideEvents(
  sql: Sql,
  sender: Sender,
  events: readonly DecodedEvent[],
  nowMs: number,
): Promise<{ guided: Guided[]; senderWaits: boolean }> {
  const references = [...new Set(events.map(({ subject }) => subject))];
  const meterKeys = [...new Set(events.map(({ meter }) => meter))];
  const { products, meters, prices, senderWaits } = await readUsageCatalogue(
    sql,
    sender,
    references,
    meterKeys,
  );
  const catalogue: Catalogue = {
    products: groupBy(products, ({ reference }) => reference),
    meters: new Map(meters.map((meter) => [meter.key, meter])),
    prices,
    pricesOf: new Map(),
  };
  const finder = new PeriodFinder();
  const guided = events.map((event) => guideOne(event, catalogue, finder));
  await markLate(sql, sender, events, guided, nowMs);
  return { guided, senderWaits };
}

type Catalogue = {
  products: Map<string, MeteredProduct[]>;
  meters: Map<string, MeterDimensions>;
  prices: UsagePrice[];
  /** By meter and list of prices. */
  pricesOf: Map<string, readonly UsagePrice[]>;
};

function guideOne(event: DecodedEvent, catalogue: Catalogue, finder: PeriodFinder): Guided {
  const { subject, atMs } = event;
  const named = catalogue.products.get(subject);
  if (!named) return wait('unknown_product', 'subject', `No product has the reference ${subject}.`);
  const meter = catalogue.meters.get(event.meter);
  if (!meter) return wait('unknown_meter', 'data.meter', `There is no meter ${event.meter}.`);
  const active = named.filter((product) => finder.isActive(product, atMs));
  if (active.length === 0) {
    return wait('product_not_active', 'time', `${subject} was not in service at that time.`);
  }
  const priced = active.flatMap((product) => {
    const prices = pricesOf(product, meter.key, catalogue);
    return prices.length === 0 ? [] : [{ product, prices }];
  });
  if (priced.length === 0) {
    return wait('meter_not_priced', 'data.meter', `${subject} has no price for ${meter.key}.`);
  }
  if (priced.length > 1) {
    return wait('ambiguous_product', 'subject', `${priced.length} products have the reference ${subject}.`);
  }
  const { product, prices } = priced[0]!;
  const { key: dimensionKey, dimensions } = dimensionsOf(meter.dimensions, event.attributes);
  if (selectPrices(prices, dimensions).length === 0) {
    const message = `No price of ${subject} for ${meter.key} fits ${dimensionKey || 'usage without attributes'}.`;
    return wait('unrated', 'data', message);
  }
  const period = finder.periodAt(product.spec, atMs);
  return { ok: true, product, period, meterId: meter.id, late: false, dimensionKey, dimensions };
}

/** Many products share one list of prices, and each of a batch's events asks for it. */
function pricesOf({ priceIds }: MeteredProduct, meter: string, catalogue: Catalogue): readonly UsagePrice[] {
  const key = `${meter} ${priceIds}`;
  const known = catalogue.pricesOf.get(key);
  if (known) return known;
  const prices = catalogue.prices.filter((price) => price.meter === meter && priceIds.includes(price.id));
  prices.sort((a, b) => priceIds.indexOf(a.id) - priceIds.indexOf(b.id));
  catalogue.pricesOf.set(key, prices);
  return prices;
}

/** The usual event is of the running period and asks nothing here; only those of ended ones look at bills. */
async function markLate(
  sql: Sql,
  { takesTooLate }: Sender,
  events: readonly DecodedEvent[],
  guided: Guided[],
  nowMs: number,
): Promise<void> {
  const ended: { index: number; destination: Destination; placed: PlacedUsage }[] = [];
  for (const [index, destination] of guided.entries()) {
    if (!destination.ok || destination.period.toMs > nowMs) continue;
    const { billingAccountId, offeringId, spec } = destination.product;
    const periodFrom = destination.period.from;
    const placed = { billingAccountId, offeringId, ...spec, periodFrom, atMs: events[index]!.atMs };
    ended.push({ index, destination, placed });
  }
  const placed = ended.map((late) => late.placed);
  const lateness = await latenessOf(sql, placed, nowMs, takesTooLate);
  for (const [n, { index, destination }] of ended.entries()) {
    if (lateness[n] === 'late') destination.late = true;
    if (lateness[n] === 'too_late') guided[index] = tooLate(destination.period.from);
  }
}

export const tooLate = (periodFrom: string): Waiting =>
  wait(
    'too_late',
    'time',
    `The bill of the period from ${periodFrom} is issued, and the agreement allows no later charge for that time.`,
  );

const wait = (reason: SuspenseReason, path: string, message: string): Waiting => ({
  ok: false,
  reason,
  path,
  message,
});
