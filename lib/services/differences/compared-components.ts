import type { UsageEventRow } from '@/lib/db/billing-inputs';
import type { ComparedProductRow, PeriodTotalRow, PriceVersionRow } from '@/lib/db/compared-usage';
import type { ComparedComponent } from '@/lib/domain/billing/partner-bill/comparison-input';
import type { Currency } from '@/lib/domain/money/currency';
import { civilDate } from '@/lib/domain/period/civil-date';
import type { Period } from '@/lib/domain/period/period';
import { periodName } from '@/lib/domain/period/period-name';
import { parsePrice } from '@/lib/domain/pricing/parse-price';
import type { Price } from '@/lib/domain/pricing/price';
import type { BillingReference } from '@/lib/services/bill-runs/billing-reference';
import { measureUsage, needsEvents } from '@/lib/services/bill-runs/measure-usage';
import { type PinnedPrice, pricesOf } from '@/lib/services/bill-runs/product-prices';
import { groupBy } from '@/lib/services/group-by';

/** By product: the totals of the period and of its neighbours, single events where a price asks for them; and all versions of the prices. */
export type ComparedUsage = {
  totals: ReadonlyMap<string, PeriodTotalRow[]>;
  events: ReadonlyMap<string, UsageEventRow[]>;
  versions: readonly PriceVersionRow[];
};

/** A product's usage prices with what was measured for each, by the code that measures for bills, and with what else it might have been. */
export function componentsOf(
  product: ComparedProductRow,
  currency: Currency,
  period: Period,
  usage: ComparedUsage,
  reference: BillingReference,
): ComparedComponent[] {
  const prices = pricesOf(product, currency, reference, []).filter(({ price }) => price.kind === 'usage');
  const byPeriod = groupBy(usage.totals.get(product.id) ?? [], ({ periodFrom }) => periodFrom);
  const measure = (totals: readonly PeriodTotalRow[], events: readonly UsageEventRow[], of: Period) =>
    measureUsage(product, prices, { totals, events }, of, reference, []);
  const now = measure(byPeriod.get(period.from) ?? [], usage.events.get(product.id) ?? [], period);
  const others = [...byPeriod.values()].flatMap((totals) => {
    const { periodFrom, periodTo } = totals[0]!;
    const of = { from: civilDate(periodFrom), to: civilDate(periodTo) };
    return periodFrom === period.from ? [] : [{ label: periodName(of), measured: measure(totals, [], of) }];
  });
  return prices.flatMap(({ id, name, price }) => {
    const measured = now.get(price);
    if (!measured) return [];
    const meter = reference.meters.get(price.meter ?? '');
    const single = meter !== undefined && needsEvents(price, meter.aggregation);
    return [
      {
        name: product.name === name ? name : `${product.name} · ${name}`,
        price,
        unit: meter?.unit ?? null,
        usage: measured,
        versions: versionsOf(id, price, currency, usage.versions),
        // Without its single events another period cannot be measured by such a price.
        elsewhen: single
          ? []
          : others.flatMap(({ label, measured: then }) => {
              const other = then.get(price);
              return other ? [{ label, usage: other }] : [];
            }),
      },
    ];
  });
}

/** Whether a price of the product asks for single events. */
export const needsSingleEvents = (
  product: ComparedProductRow,
  { prices, meters }: BillingReference,
): boolean =>
  product.priceIds.some((priceId) => {
    const price: PinnedPrice['price'] | null | undefined = prices.get(priceId)?.price;
    const aggregation = meters.get(price?.meter ?? '')?.aggregation;
    return price?.kind === 'usage' && aggregation !== undefined && needsEvents(price, aggregation);
  });

function versionsOf(
  priceId: string,
  price: Price,
  currency: Currency,
  versions: readonly PriceVersionRow[],
): { label: string; price: Price }[] {
  const slug = versions.find(({ id }) => id === priceId)?.slug;
  return versions.flatMap((version) => {
    const isOther = version.slug === slug && version.key === price.key && version.id !== priceId;
    if (!isOther || version.currency !== currency) return [];
    const parsed = parsePrice(version.plan, { currency, path: `prices.${version.id}` });
    return parsed.ok ? [{ label: version.label, price: parsed.value }] : [];
  });
}
