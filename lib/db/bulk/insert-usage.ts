import type { Sql } from '@/lib/db/tenant';
import type { EventKey } from '@/lib/db/usage';

/** An event with its product, account and period, ready to be stored. Quantities are decimal text. */
export type GuidedUsage = EventKey & {
  id: string;
  supplierId: string;
  bodyHash: string;
  billingAccountId: string;
  productId: string;
  meterId: string;
  occurredAt: string;
  periodFrom: string;
  quantity: string;
  attributes: Readonly<Record<string, string>>;
  dimensionKey: string;
  dimensions: Readonly<Record<string, string>>;
  /** The event that this one takes back; the quantity is its opposite. */
  reversesId: string | null;
  /** The bill of its period is issued. */
  late: boolean;
};

/**
 * Stores events and adds them to their running totals, all in one statement: a total is fed by exactly the events whose key
 * was new, so an event that arrives twice, at once or in a year, counts once. Late ones are noted for the next bill. Answers the
 * ids of the rows that were new.
 *
 * Keys and then totals are locked in sorted order, so that two batches over the same accounts queue up instead of
 * deadlocking; the totals' sort needs all keys, which makes "and then" true inside one statement.
 */
export async function insertUsage(
  sql: Sql,
  { operatorId, supplierId }: { operatorId: string; supplierId: string | null },
  receivedAt: string,
  rows: readonly GuidedUsage[],
): Promise<ReadonlySet<string>> {
  const params = [operatorId, supplierId, receivedAt, JSON.stringify(rows)];
  const stored = new Set(
    (await sql.query<{ id: string }>(INSERT, params, 'usage.insert')).map(({ id }) => id),
  );
  const late = rows.filter((row) => row.late && stored.has(row.id));
  if (late.length > 0) await sql.query(NOTE_LATE, [operatorId, receivedAt, JSON.stringify(late)]);
  return stored;
}

const INSERT = `
  with input as materialized (
    select * from jsonb_to_recordset($4::jsonb) as r(
      source text, "eventId" text, id uuid, "supplierId" uuid, "bodyHash" text, "billingAccountId" uuid,
      "productId" uuid, "meterId" uuid, "occurredAt" timestamptz, "periodFrom" date, quantity numeric,
      attributes jsonb, "dimensionKey" text, dimensions jsonb, "reversesId" uuid)
  ), keys as (
    insert into usage_key (operator_id, source, event_id, supplier_id, body_hash, usage_id)
    select $1::uuid, i.source, i."eventId", i."supplierId", decode(i."bodyHash", 'hex'), i.id from input i
    -- The operator may name every supplier's products: what it sent before may have been another supplier's then. In a lateral that
    -- is kept apart, this is one probe for each event; else the planner reads all keys there are.
    left join lateral (
      select 1 as before from usage_key k
      where $2::uuid is null and k.operator_id = $1::uuid and k.source = i.source and k.event_id = i."eventId"
        and k.body_hash = decode(i."bodyHash", 'hex') limit 1) k on true
    where k.before is null
    order by i.source, i."eventId", i."supplierId"
    on conflict do nothing
    returning usage_id
  ), taken as materialized (
    select i.* from input i join keys k on k.usage_id = i.id
  ), events as (
    insert into usage_event (operator_id, billing_account_id, id, product_id, meter_id, source, event_id, occurred_at,
      received_at, period_from, quantity, attributes, reverses_id)
    select $1::uuid, "billingAccountId", id, "productId", "meterId", source, "eventId", "occurredAt",
      $3::timestamptz, "periodFrom", quantity, attributes, "reversesId" from taken
  ), totals as (
    insert into usage_total (operator_id, billing_account_id, product_id, meter_id, period_from, dimension_key,
      dimensions, quantity, maximum, event_count, change_count)
    select $1::uuid, "billingAccountId", "productId", "meterId", "periodFrom", "dimensionKey",
      (array_agg(dimensions))[1], sum(quantity), greatest(max(quantity), 0),
      sum(case when "reversesId" is null then 1 else -1 end), count(*)
    from taken
    group by "billingAccountId", "productId", "meterId", "periodFrom", "dimensionKey"
    order by "billingAccountId", "productId", "meterId", "periodFrom", "dimensionKey"
    on conflict (operator_id, billing_account_id, product_id, meter_id, period_from, dimension_key) do update
    set quantity = usage_total.quantity + excluded.quantity,
        maximum = greatest(usage_total.maximum, excluded.maximum),
        event_count = usage_total.event_count + excluded.event_count,
        change_count = usage_total.change_count + excluded.change_count
  )
  select usage_id as id from keys`;

const NOTE_LATE = `
  insert into late_usage (operator_id, billing_account_id, product_id, meter_id, period_from, event_count,
    first_received_at, last_received_at)
  select $1::uuid, "billingAccountId", "productId", "meterId", "periodFrom", count(*), $2::timestamptz, $2::timestamptz
  from jsonb_to_recordset($3::jsonb) as r(
    "billingAccountId" uuid, "productId" uuid, "meterId" uuid, "periodFrom" date)
  group by "billingAccountId", "productId", "meterId", "periodFrom"
  order by "billingAccountId", "productId", "meterId", "periodFrom"
  on conflict (operator_id, billing_account_id, product_id, meter_id, period_from) do update
  set event_count = late_usage.event_count + excluded.event_count,
      last_received_at = greatest(late_usage.last_received_at, excluded.last_received_at)`;
