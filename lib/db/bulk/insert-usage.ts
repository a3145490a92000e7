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
};

/**
 * Stores events and adds them to their running totals, all in one statement: a total is fed by exactly the events whose key
 * was new, so an event that arrives twice, at once or in a year, counts once. Answers the keys that were new.
 *
 * Keys and then totals are locked in sorted order, so that two batches over the same accounts queue up instead of
 * deadlocking; the totals' sort needs all keys, which makes "and then" true inside one statement.
 */
export const insertUsage = (
  sql: Sql,
  operatorId: string,
  receivedAt: string,
  rows: readonly GuidedUsage[],
): Promise<(EventKey & { supplierId: string })[]> =>
  sql.query(INSERT, [operatorId, receivedAt, JSON.stringify(rows)]);

const INSERT = `
  with input as materialized (
    select * from jsonb_to_recordset($3::jsonb) as r(
      source text, "eventId" text, id uuid, "supplierId" uuid, "bodyHash" text, "billingAccountId" uuid,
      "productId" uuid, "meterId" uuid, "occurredAt" timestamptz, "periodFrom" date, quantity numeric,
      attributes jsonb, "dimensionKey" text, dimensions jsonb)
  ), keys as (
    insert into usage_key (operator_id, source, event_id, supplier_id, body_hash)
    select $1::uuid, source, "eventId", "supplierId", decode("bodyHash", 'hex') from input
    order by source, "eventId", "supplierId"
    on conflict do nothing
    returning source, event_id, supplier_id
  ), taken as materialized (
    select i.* from input i
    join keys k on k.source = i.source and k.event_id = i."eventId" and k.supplier_id = i."supplierId"
  ), events as (
    insert into usage_event (operator_id, billing_account_id, id, product_id, meter_id, source, event_id, occurred_at,
      received_at, period_from, quantity, attributes)
    select $1::uuid, "billingAccountId", id, "productId", "meterId", source, "eventId", "occurredAt",
      $2::timestamptz, "periodFrom", quantity, attributes from taken
  ), totals as (
    insert into usage_total (operator_id, billing_account_id, product_id, meter_id, period_from, dimension_key,
      dimensions, quantity, maximum, event_count)
    select $1::uuid, "billingAccountId", "productId", "meterId", "periodFrom", "dimensionKey",
      (array_agg(dimensions))[1], sum(quantity), max(quantity), count(*)
    from taken
    group by "billingAccountId", "productId", "meterId", "periodFrom", "dimensionKey"
    order by "billingAccountId", "productId", "meterId", "periodFrom", "dimensionKey"
    on conflict (operator_id, billing_account_id, product_id, meter_id, period_from, dimension_key) do update
    set quantity = usage_total.quantity + excluded.quantity,
        maximum = greatest(usage_total.maximum, excluded.maximum),
        event_count = usage_total.event_count + excluded.event_count
  )
  select source, event_id as "eventId", supplier_id as "supplierId" from keys`;
