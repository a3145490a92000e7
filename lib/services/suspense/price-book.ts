import {
  type CandidatePrice,
  findAggregations,
  findCurrentPrices,
  sumMeterRevenue,
} from '@/lib/db/suspense-prices';
import type { Sql } from '@/lib/db/tenant';
import { type Currency, isCurrency } from '@/lib/domain/money/currency';
import { decimal } from '@/lib/domain/money/decimal';
import { civilDateAt } from '@/lib/domain/period/zone';
import { parsePrice } from '@/lib/domain/pricing/parse-price';
import type { Price } from '@/lib/domain/pricing/price';
import type { Aggregation } from '@/lib/domain/rating/aggregate';
import { selectPrices } from '@/lib/domain/rating/select-price';
import { groupBy } from '@/lib/services/group-by';
import { estimateByPrice, estimateByRevenue, type WaitingSum } from '@/lib/services/suspense/estimate-money';

/** An estimate in minor units, and what it was made by: the price of that name, or what a unit brought on bills (null). */
export type Estimate = { minor: bigint; currency: Currency; price: string | null };

type Attributes = Readonly<Record<string, string>>;
type Seller = { senderId: string; meter: string };

/** Null where no price can be told and nothing was billed yet: unknown, which is not nought. */
export type PriceBook = (
  of: Seller & { named: readonly CandidatePrice[]; attributes?: Attributes },
  sum: WaitingSum,
) => Estimate | null;

/**
 * What waiting usage might bring: at the price of the product that it names, else at the sender's current price for the meter, else
 * at what a unit of the meter brought on the last issued bills. Three small reads, whatever waits.
 */
export async function readPriceBook(
  sql: Sql,
  sellers: readonly Seller[],
  { timeZone, now }: { timeZone: string; now: string },
): Promise<PriceBook> {
  const meters = [...new Set(sellers.map(({ meter }) => meter))];
  const current = await findCurrentPrices(sql, { meters, on: civilDateAt(now, timeZone) });
  const bySeller = groupBy(current, ({ supplierId, meter }) => `${supplierId} ${meter}`);
  const pricesOf = ({ senderId, meter }: Seller) => bySeller.get(`${senderId} ${meter}`) ?? [];
  const aggregations = new Map(
    (await findAggregations(sql, meters)).map(({ key, aggregation }) => [key, aggregation as Aggregation]),
  );
  const priceless = sellers.filter((seller) => pricesOf(seller).length === 0).map(({ meter }) => meter);
  const revenues = await sumMeterRevenue(sql, [...new Set(priceless)]);
  return ({ named, attributes, ...seller }, sum) => {
    const aggregation = aggregations.get(seller.meter);
    if (aggregation === undefined) return null;
    const found = choosePrice(named, attributes) ?? choosePrice(pricesOf(seller), attributes);
    if (found) {
      const minor = estimateByPrice(found.price, aggregation, sum, found.currency);
      if (minor !== null) return { minor, currency: found.currency, price: found.name };
    }
    const known = revenues.find(({ meter }) => meter === seller.meter);
    if (!known || !isCurrency(known.currency)) return null;
    const billed = { revenueMinor: known.amountMinor, billed: decimal(known.quantity) };
    const minor = estimateByRevenue(billed, aggregation, sum);
    return minor === null ? null : { minor, currency: known.currency, price: null };
  };
}

type ReadPrice = { name: string; currency: Currency; price: Price };

/** The first that fits the attributes; without attributes, or with none that fits, the first of all. */
function choosePrice(candidates: readonly CandidatePrice[], attributes?: Attributes): ReadPrice | null {
  const read = candidates.flatMap(({ name, currency, plan }) => {
    if (!isCurrency(currency)) return [];
    const parsed = parsePrice(plan, { currency });
    return parsed.ok ? [{ name, currency, price: parsed.value, when: parsed.value.when }] : [];
  });
  const selectable = read.map(({ when, ...rest }) => ({ ...rest, ...(when && { when }) }));
  const fitting = attributes === undefined ? [] : selectPrices(selectable, attributes);
  return fitting[0] ?? selectable[0] ?? null;
}
