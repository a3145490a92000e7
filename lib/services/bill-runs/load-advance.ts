import type { BilledProductRow, InputPeriod } from '@/lib/db/billing-inputs';
import { readAdvanceProducts, readNeighbourBills } from '@/lib/db/charged-lines';
import { readProductsById } from '@/lib/db/late-usage';
import type { Sql } from '@/lib/db/tenant';
import type { Price } from '@/lib/domain/pricing/price';
import type { BillingReference } from '@/lib/services/bill-runs/billing-reference';
import { groupBy } from '@/lib/services/group-by';

/** What prices in advance need to know of the bills before and after; see `EarlierBilling`. */
export type AdvanceBilling = {
  returned: readonly BilledProductRow[];
  previousIsOpen: boolean;
  nextIsBilled: boolean;
};

/** Where an operator has no price in advance, nothing is read. */
export async function loadAdvance(
  sql: Sql,
  accountIds: readonly string[],
  products: readonly BilledProductRow[],
  { from, next, kind = 'cycle' }: InputPeriod,
  reference: BillingReference,
): Promise<Map<string, AdvanceBilling>> {
  const advance = new Map<string, AdvanceBilling>();
  if (kind === 'on_demand' || ![...reference.prices.values()].some(({ price }) => isAdvance(price))) {
    return advance;
  }
  const neighbours = groupBy(
    await readNeighbourBills(sql, accountIds, { from, nextFrom: next?.from ?? null }),
    ({ billingAccountId }) => billingAccountId,
  );
  const known = new Set(products.map(({ id }) => id));
  const charged = await readAdvanceProducts(sql, accountIds, from);
  const gone = charged.filter(({ productId }) => !known.has(productId));
  const returned = groupBy(
    gone.length === 0 ? [] : await readProductsById(sql, gone),
    ({ billingAccountId }) => billingAccountId,
  );
  const waiting = products.filter((product) => product.startedOn < from && isInAdvance(product, reference));
  const awaits = new Set(waiting.map(({ billingAccountId }) => billingAccountId));
  for (const id of new Set([...neighbours.keys(), ...returned.keys()])) {
    const bills = neighbours.get(id) ?? [];
    advance.set(id, {
      returned: returned.get(id) ?? [],
      previousIsOpen: awaits.has(id) && bills.some((bill) => bill.isBefore && bill.state !== 'issued'),
      nextIsBilled: bills.some((bill) => !bill.isBefore),
    });
  }
  return advance;
}

/** Whether the bill before may have charged a price of the product for this period already. */
export const isInAdvance = ({ priceIds }: BilledProductRow, { prices }: BillingReference): boolean =>
  priceIds.some((priceId) => isAdvance(prices.get(priceId)?.price));

const isAdvance = (price: Price | null | undefined): boolean =>
  price?.kind === 'recurring' && price.invoicing === 'advance';
