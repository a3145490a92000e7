import type { Sql } from '@/lib/db/tenant';
import {
  findMeters,
  findProductsByReference,
  findUsagePrices,
  type MeterDimensions,
  type MeteredProduct,
  type UsagePrice,
} from '@/lib/db/usage';
import { selectPrices } from '@/lib/domain/rating/select-price';
import { groupBy } from '@/lib/services/group-by';
import type { DecodedEvent } from '@/lib/services/usage/decode-event';
import { dimensionsOf } from '@/lib/services/usage/dimensions';
import { latenessOf } from '@/lib/services/usage/lateness';
import { PeriodFinder } from '@/lib/services/usage/period-finder';

/** Where an event belongs, or why that cannot be told yet. */
export type Guided =
  | { ok: true; destination: Destination }
  | { ok: false; reason: SuspenseReason; path: string; message: string };

export type Destination = {
  supplierId: string;
  billingAccountId: string;
  productId: string;
  meterId: string;
  periodFrom: string;
  /** The bill of that period is issued: a later one charges it. */
  late: boolean;
  dimensionKey: string;
  dimensions: Record<string, string>;
};

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
 * Guides each event to the product that its subject names: known to the sender (`supplierId`, null for the operator itself),
 * active at the event's time, with a price for the meter and the attributes, in a period that can still be billed. Another
 * partner's product is as unknown as one that never was. Few reads, whatever the number of events; more for ended periods.
 */
export async function guideEvents(
  sql: Sql,
  supplierId: string | null,
  events: readonly DecodedEvent[],
  nowMs: number,
): Promise<Guided[]> {
  const catalogue = await readCatalogue(sql, supplierId, events);
  const finder = new PeriodFinder();
  const guided = events.map((event) => guideOne(event, catalogue, finder));
  await markLate(sql, guided, nowMs);
  return guided.map(({ result }) => result);
}

type Catalogue = {
  products: Map<string, MeteredProduct[]>;
  meters: Map<string, MeterDimensions>;
  prices: Map<string, UsagePrice>;
};

async function readCatalogue(
  sql: Sql,
  supplierId: string | null,
  events: readonly DecodedEvent[],
): Promise<Catalogue> {
  const references = [...new Set(events.map(({ subject }) => subject))];
  const products = await findProductsByReference(sql, supplierId, references);
  const meters = await findMeters(sql, [...new Set(events.map(({ meter }) => meter))]);
  const prices = await findUsagePrices(sql, [...new Set(products.flatMap(({ priceIds }) => priceIds))]);
  return {
    products: groupBy(products, ({ reference }) => reference),
    meters: new Map(meters.map((meter) => [meter.key, meter])),
    prices: new Map(prices.map((price) => [price.id, price])),
  };
}

type Draft = { result: Guided; product?: MeteredProduct; atMs?: number; periodToMs?: number };

function guideOne(event: DecodedEvent, { products, meters, prices }: Catalogue, finder: PeriodFinder): Draft {
  const named = products.get(event.subject) ?? [];
  if (named.length === 0) {
    return wait('unknown_product', 'subject', `No product has the reference ${event.subject}.`);
  }
  const meter = meters.get(event.meter);
  if (!meter) return wait('unknown_meter', 'data.meter', `There is no meter ${event.meter}.`);
  const active = named.filter((product) => finder.isActive(product, event.atMs));
  if (active.length === 0) {
    return wait('product_not_active', 'time', `${event.subject} was not in service at that time.`);
  }
  const priced = active.filter((product) => pricesOf(product, event.meter, prices).length > 0);
  if (priced.length === 0) {
    return wait('meter_not_priced', 'data.meter', `${event.subject} has no price for ${event.meter}.`);
  }
  if (priced.length > 1) {
    return wait(
      'ambiguous_product',
      'subject',
      `${priced.length} products have the reference ${event.subject}.`,
    );
  }
  const product = priced[0]!;
  const { key: dimensionKey, dimensions } = dimensionsOf(meter.dimensions, event.attributes);
  if (selectPrices(pricesOf(product, event.meter, prices), dimensions).length === 0) {
    const message = `No price of ${event.subject} for ${event.meter} fits ${dimensionKey || 'usage without attributes'}.`;
    return wait('unrated', 'data', message);
  }
  const period = finder.periodAt(product, event.atMs);
  const { supplierId, billingAccountId, id: productId } = product;
  const ids = { supplierId, billingAccountId, productId, meterId: meter.id };
  const destination = { ...ids, periodFrom: period.from, late: false, dimensionKey, dimensions };
  return { result: { ok: true, destination }, product, atMs: event.atMs, periodToMs: period.toMs };
}

function pricesOf(product: MeteredProduct, meter: string, prices: Catalogue['prices']) {
  return product.priceIds.flatMap((id) => {
    const price = prices.get(id);
    if (price?.meter !== meter) return [];
    return [price.when === null ? {} : { when: price.when }];
  });
}

/** The usual event is of the running period and asks nothing here; only those of ended ones look at bills. */
async function markLate(sql: Sql, guided: Draft[], nowMs: number): Promise<void> {
  const ended = guided.flatMap((draft) => {
    const { result, product, atMs, periodToMs } = draft;
    if (!result.ok || !product || atMs === undefined || periodToMs === undefined || periodToMs > nowMs)
      return [];
    return [{ draft, destination: result.destination, product, atMs }];
  });
  const placed = ended.map(({ destination: { periodFrom }, product, atMs }) => ({
    product,
    periodFrom,
    atMs,
  }));
  const lateness = await latenessOf(sql, placed, nowMs);
  for (const [index, { draft, destination }] of ended.entries()) {
    if (lateness[index] === 'late') destination.late = true;
    if (lateness[index] === 'too_late') draft.result = tooLate(destination.periodFrom);
  }
}

export const tooLate = (periodFrom: string): Extract<Guided, { ok: false }> => ({
  ok: false,
  reason: 'too_late',
  path: 'time',
  message: `The bill of the period from ${periodFrom} is issued, and the agreement allows no later charge for that time.`,
});

const wait = (reason: SuspenseReason, path: string, message: string): Draft => ({
  result: { ok: false, reason, path, message },
});
