import {
  type BilledProductRow,
  type InputPeriod,
  readUsageEvents,
  type UsageEventRow,
} from '@/lib/db/billing-inputs';
import {
  type OpenLateUsageRow,
  readLateClaims,
  readOpenLateUsage,
  readProductsById,
  readTotalsOf,
} from '@/lib/db/late-usage';
import type { Sql } from '@/lib/db/tenant';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import { cyclePeriodContaining } from '@/lib/domain/period/cycle';
import type { Period } from '@/lib/domain/period/period';
import type { BillingReference } from '@/lib/services/bill-runs/billing-reference';
import type { LateUsage } from '@/lib/services/bill-runs/late-charges';
import { needsEvents } from '@/lib/services/bill-runs/measure-usage';
import { groupBy } from '@/lib/services/group-by';

export type LateOfAccount = { usage: LateUsage[]; eventCount: bigint };

export type LateQuestion = Pick<InputPeriod, 'from' | 'ownBillIds'>;

/** The late usage that these accounts' next bill charges, with all that was ever used in those periods. */
export async function loadLate(
  sql: Sql,
  accountIds: readonly string[],
  question: LateQuestion,
  reference: BillingReference,
  options: { lock: boolean },
): Promise<Map<string, LateOfAccount>> {
  const late = new Map<string, LateOfAccount>();
  const rows = await freeLateUsage(sql, await readOpenLateUsage(sql, accountIds, options), question);
  if (rows.length === 0) return late;
  const [products, totals] = [await readProductsById(sql, rows), await readTotalsOf(sql, rows)];
  const events = await readEvents(sql, rows, products, reference);
  const productOf = new Map(products.map((product) => [product.id, product]));
  const [totalsOf, eventsOf] = [groupBy(totals, productPeriod), groupBy(events, productPeriod)];

  for (const [key, ofProduct] of groupBy(rows, productPeriod)) {
    const { billingAccountId, productId } = ofProduct[0]!;
    const account = late.get(billingAccountId) ?? { usage: [], eventCount: 0n };
    late.set(billingAccountId, account);
    for (const row of ofProduct) account.eventCount += row.eventCount - row.billedEventCount;
    account.usage.push({
      product: productOf.get(productId)!,
      period: periodOf(ofProduct[0]!),
      meterIds: ofProduct.map(({ meterId }) => meterId),
      totals: totalsOf.get(key) ?? [],
      events: eventsOf.get(key) ?? [],
    });
  }
  return late;
}

function periodOf({ periodFrom, anchorOn, frequency, timeZone }: OpenLateUsageRow): Period {
  const from = periodFrom as CivilDate;
  const spec = { anchorOn: anchorOn as CivilDate, frequency, timeZone };
  return { from, to: cyclePeriodContaining(spec, from).period.to };
}

/** Of open late usage what belongs to earlier periods and is on no other unissued bill: a draft keeps what it took. */
export async function freeLateUsage(
  sql: Sql,
  open: readonly OpenLateUsageRow[],
  { from, ownBillIds }: LateQuestion,
): Promise<OpenLateUsageRow[]> {
  const earlier = open.filter(({ periodFrom }) => periodFrom < from);
  if (earlier.length === 0) return [];
  const claims = await readLateClaims(sql, [...new Set(earlier.map((row) => row.billingAccountId))]);
  const taken = new Set(claims.filter(({ billId }) => !ownBillIds?.has(billId)).map(productPeriod));
  return earlier.filter((row) => !taken.has(productPeriod(row)));
}

const productPeriod = ({ productId, periodFrom }: { productId: string; periodFrom: string }): string =>
  `${productId} ${periodFrom}`;

async function readEvents(
  sql: Sql,
  rows: readonly OpenLateUsageRow[],
  products: readonly BilledProductRow[],
  reference: BillingReference,
): Promise<(UsageEventRow & { periodFrom: string })[]> {
  const byEvent = new Set(products.filter((product) => isByEvent(product, reference)).map(({ id }) => id));
  const wanted = rows.filter(({ productId }) => byEvent.has(productId));
  const events: (UsageEventRow & { periodFrom: string })[] = [];
  for (const [periodFrom, ofPeriod] of groupBy(wanted, (row) => row.periodFrom)) {
    const distinct = new Map(ofPeriod.map((row) => [row.productId, row]));
    const found = await readUsageEvents(sql, [...distinct.values()], periodFrom);
    events.push(...found.map((event) => ({ ...event, periodFrom })));
  }
  return events;
}

/** Whether a price of the product asks for single events. */
function isByEvent({ priceIds }: BilledProductRow, { prices, meters }: BillingReference): boolean {
  return priceIds.some((priceId) => {
    const price = prices.get(priceId)?.price;
    const aggregation = meters.get(price?.meter ?? '')?.aggregation;
    return price?.kind === 'usage' && aggregation !== undefined && needsEvents(price, aggregation);
  });
}
