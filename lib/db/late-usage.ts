import type { BilledProductRow, UsageTotalRow } from '@/lib/db/billing-inputs';
import type { Sql } from '@/lib/db/tenant';
import type { CycleFrequency } from '@/lib/domain/period/cycle';

export type OpenLateUsageRow = {
  billingAccountId: string;
  productId: string;
  meterId: string;
  periodFrom: string;
  /** The rhythm of the account. */
  anchorOn: string;
  frequency: CycleFrequency;
  timeZone: string;
  eventCount: bigint;
  billedEventCount: bigint;
};

/**
 * Usage that came in after the bill of its period was issued and is on no issued bill yet. `lock` holds the rows until the
 * transaction ends, so that two drafts of an account cannot both take them; usage that goes on coming in waits. The partial
 * index makes this cost nothing for accounts that have none.
 */
export const readOpenLateUsage = (
  sql: Sql,
  accountIds: readonly string[],
  { lock }: { lock: boolean },
): Promise<OpenLateUsageRow[]> =>
  sql.query<OpenLateUsageRow>(
    `select l.billing_account_id as "billingAccountId", l.product_id as "productId", l.meter_id as "meterId",
       l.period_from as "periodFrom", l.event_count as "eventCount", l.billed_event_count as "billedEventCount",
       s.anchor_on as "anchorOn", s.frequency, s.time_zone as "timeZone"
     from late_usage l
     join billing_account a on a.operator_id = l.operator_id and a.id = l.billing_account_id
     join cycle_spec s on s.operator_id = a.operator_id and s.id = a.cycle_spec_id
     where l.billing_account_id = any($1::uuid[]) and l.event_count > l.billed_event_count
     order by l.billing_account_id, l.product_id, l.meter_id, l.period_from ${lock ? 'for update of l' : ''}`,
    [accountIds],
  );

export type LateClaimRow = {
  billingAccountId: string;
  billId: string;
  productId: string;
  periodFrom: string;
};

/** Which unissued bills charge late usage of these accounts already, and of which product and period. */
export const readLateClaims = (sql: Sql, accountIds: readonly string[]): Promise<LateClaimRow[]> =>
  sql.query<LateClaimRow>(
    `select distinct l.billing_account_id as "billingAccountId", l.bill_id as "billId", l.product_id as "productId",
       l.period_from as "periodFrom"
     from bill b
     join bill_line l on l.operator_id = b.operator_id and l.billing_account_id = b.billing_account_id
       and l.bill_id = b.id
     where b.billing_account_id = any($1::uuid[]) and b.state in ('draft', 'held', 'approved')
       and l.line_key like '%:late:%' and l.product_id is not null`,
    [accountIds],
  );

export type ProductPeriod = { billingAccountId: string; productId: string; periodFrom: string };

/** The whole running totals of some products' earlier periods, late usage in them. */
export const readTotalsOf = (
  sql: Sql,
  periods: readonly ProductPeriod[],
): Promise<(UsageTotalRow & { periodFrom: string })[]> =>
  sql.query(
    `select t.billing_account_id as "billingAccountId", t.product_id as "productId", t.meter_id as "meterId",
       t.period_from as "periodFrom", t.dimensions, t.quantity, t.maximum, t.event_count as "eventCount",
       t.change_count as "changeCount"
     from unnest($1::uuid[], $2::uuid[], $3::date[]) as p(account_id, product_id, period_from)
     join usage_total t on t.billing_account_id = p.account_id and t.product_id = p.product_id
       and t.period_from = p.period_from
     order by t.billing_account_id, t.product_id, t.period_from, t.meter_id, t.dimension_key`,
    unnested(periods),
  );

/** Products by id, ended ones too: late usage is charged whatever became of its product. */
export const readProductsById = (
  sql: Sql,
  products: readonly { billingAccountId: string; productId: string }[],
): Promise<BilledProductRow[]> =>
  sql.query<BilledProductRow>(
    `select p.billing_account_id as "billingAccountId", p.id, p.offering_id as "offeringId", p.name, p.quantity,
       p.price_ids::text[] as "priceIds", p.started_on as "startedOn", p.ended_on as "endedOn"
     from unnest($1::uuid[], $2::uuid[]) as k(account_id, id)
     join product p on p.billing_account_id = k.account_id and p.id = k.id`,
    [products.map((product) => product.billingAccountId), products.map((product) => product.productId)],
  );

/** Says of late usage that it is billed, as far as the issued bill had seen it. The caller holds the rows. */
export async function markLateUsageBilled(sql: Sql, rows: readonly OpenLateUsageRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql.query(
    `update late_usage l set billed_event_count = d.events
     from unnest($1::uuid[], $2::uuid[], $3::date[], $4::uuid[], $5::int8[])
       as d(account_id, product_id, period_from, meter_id, events)
     where l.billing_account_id = d.account_id and l.product_id = d.product_id and l.period_from = d.period_from
       and l.meter_id = d.meter_id`,
    [...unnested(rows), rows.map(({ meterId }) => meterId), rows.map(({ eventCount }) => eventCount)],
  );
}

const unnested = (periods: readonly ProductPeriod[]) => [
  periods.map(({ billingAccountId }) => billingAccountId),
  periods.map(({ productId }) => productId),
  periods.map(({ periodFrom }) => periodFrom),
];
