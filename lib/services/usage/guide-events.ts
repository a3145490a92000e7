import type { Sql } from '@/lib/db/tenant';
import {
  findBilledPeriods,
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
  | 'period_issued';

/**
 * Guides each event to the product that its subject names: known to the sender (`supplierId`, null for the operator itself),
 * active at the event's time, with a price for the meter and the attributes, in a period that is not billed yet. Another
 * partner's product is as unknown as one that never was. Four reads, whatever the number of events; two more for ended periods.
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
  await refuseBilledPeriods(sql, guided, nowMs);
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

type Draft = { result: Guided; product?: MeteredProduct; periodToMs?: number };

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
  const destination = { ...ids, periodFrom: period.from, dimensionKey, dimensions };
  return { result: { ok: true, destination }, product, periodToMs: period.toMs };
}

function pricesOf(product: MeteredProduct, meter: string, prices: Catalogue['prices']) {
  return product.priceIds.flatMap((id) => {
    const price = prices.get(id);
    if (price?.meter !== meter) return [];
    return [price.when === null ? {} : { when: price.when }];
  });
}

/** The usual event is of the running period and asks nothing here; only late ones look at bills. */
async function refuseBilledPeriods(sql: Sql, guided: Draft[], nowMs: number): Promise<void> {
  const late = guided.flatMap((draft) => {
    const { result, product, periodToMs } = draft;
    if (!result.ok || !product || periodToMs === undefined || periodToMs > nowMs) return [];
    const { billingAccountId, periodFrom } = result.destination;
    return [
      {
        draft,
        key: `${billingAccountId} ${periodFrom}`,
        period: { billingAccountId, specId: product.specId, periodFrom },
      },
    ];
  });
  if (late.length === 0) return;
  const periods = new Map(late.map(({ key, period }) => [key, period]));
  const billed = await findBilledPeriods(sql, [...periods.values()]);
  const billedKeys = new Set(billed.map((period) => `${period.billingAccountId} ${period.periodFrom}`));
  for (const { draft, key, period } of late) {
    if (!billedKeys.has(key)) continue;
    draft.result = wait(
      'period_issued',
      'time',
      `The bill of the period from ${period.periodFrom} is issued.`,
    ).result;
  }
}

const wait = (reason: SuspenseReason, path: string, message: string): Draft => ({
  result: { ok: false, reason, path, message },
});
