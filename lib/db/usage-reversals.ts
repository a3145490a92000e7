import type { Sql } from '@/lib/db/tenant';
import type { EventKey } from '@/lib/db/usage';

/** What a reversal says of the event that it takes back; `n` is the reversal's place in the call. */
export type ReversalTarget = EventKey & { n: number; subject: string; meter: string };

/** The key that a reversal names: taken back while it waited (`usageId` null), or stored, and then `event` if all else fits. */
export type TargetKey = { n: number; usageId: string | null; event: StoredUsage | null };

export type StoredUsage = {
  billingAccountId: string;
  offeringId: string;
  specId: string;
  timeZone: string;
  supplierId: string;
  productId: string;
  meterId: string;
  meterDimensions: string[];
  periodFrom: string;
  quantity: string;
  attributes: Record<string, string>;
  occurredAt: string;
  reversesId: string | null;
};

/**
 * The events that reversals name, by source and id and, for a supplier, among its own; stored ones with their place when product and
 * meter are those that the reversal says. The product and the meter lead to the event in its one index; the period is skipped over.
 */
export const findTargets = (
  sql: Sql,
  { operatorId, supplierId }: { operatorId: string; supplierId: string | null },
  targets: readonly ReversalTarget[],
): Promise<TargetKey[]> =>
  sql.query<TargetKey>(
    `select r.n, k.usage_id as "usageId", e.event
     from jsonb_to_recordset($3::jsonb) as r(n int, source text, "eventId" text, subject text, meter text)
     cross join lateral (
       select * from usage_key k
       where k.operator_id = $1::uuid and k.source = r.source and k.event_id = r."eventId"
         and ($2::uuid is null or k.supplier_id = $2) offset 0) k
     left join lateral (
       select jsonb_build_object('supplierId', k.supplier_id, 'billingAccountId', e.billing_account_id,
         'productId', e.product_id, 'meterId', e.meter_id, 'meterDimensions', m.dimensions,
         'offeringId', p.offering_id, 'specId', s.id, 'timeZone', s.time_zone, 'periodFrom', e.period_from,
         'quantity', trim_scale(e.quantity)::text, 'attributes', e.attributes, 'occurredAt', e.occurred_at,
         'reversesId', e.reverses_id) as event
       from product p
       join meter m on m.operator_id = p.operator_id and m.key = r.meter
       join usage_event e on e.operator_id = p.operator_id and e.billing_account_id = p.billing_account_id
         and e.product_id = p.id and e.meter_id = m.id and e.id = k.usage_id
       join billing_account a on a.operator_id = p.operator_id and a.id = p.billing_account_id
       join cycle_spec s on s.operator_id = a.operator_id and s.id = a.cycle_spec_id
       where p.operator_id = $1::uuid and p.reference = r.subject limit 1) e on true
     order by r.n, e.event is null`,
    [operatorId, supplierId, JSON.stringify(targets)],
  );

type TotalOf = { billingAccountId: string; productId: string; meterId: string; periodFrom: string };

/** Makes reversals of the same usage queue up: whoever asks next sees what became of it. In one order, so that nobody waits in a ring. */
export async function lockTotals(sql: Sql, totals: readonly TotalOf[]): Promise<void> {
  await sql.query(
    `select 1 from usage_total t
     where (t.billing_account_id, t.product_id, t.meter_id, t.period_from) in (
       select r."billingAccountId", r."productId", r."meterId", r."periodFrom"
       from jsonb_to_recordset($1::jsonb) as r("billingAccountId" uuid, "productId" uuid, "meterId" uuid, "periodFrom" date))
     order by t.billing_account_id, t.product_id, t.meter_id, t.period_from, t.dimension_key for update`,
    [JSON.stringify(totals)],
  );
}

/** Which of these events are taken back already. */
export async function findReversed(
  sql: Sql,
  events: readonly { billingAccountId: string; usageId: string }[],
): Promise<Set<string>> {
  const rows = await sql.query<{ id: string }>(
    `select e.reverses_id as id from unnest($1::uuid[], $2::uuid[]) as r(account_id, id)
     join usage_event e on e.operator_id = (select scope_id('app.operator')) and e.billing_account_id = r.account_id
       and e.reverses_id = r.id`,
    [events.map(({ billingAccountId }) => billingAccountId), events.map(({ usageId }) => usageId)],
  );
  return new Set(rows.map(({ id }) => id));
}

/**
 * Sets the maximum of totals anew, to the highest event that stands (0 for none), where what was taken back may have been it. The
 * totals are locked by the caller, in an earlier statement: what this one sees is all that was stored before.
 */
export async function restoreMaximums(
  sql: Sql,
  reversed: readonly (TotalOf & { dimensionKey: string; quantity: string })[],
): Promise<void> {
  await sql.query(
    `update usage_total t set maximum = coalesce((
       select max(e.quantity) from usage_event e
       where e.operator_id = t.operator_id and e.billing_account_id = t.billing_account_id and e.product_id = t.product_id
         and e.meter_id = t.meter_id and e.period_from = t.period_from and e.reverses_id is null
         and not exists (
           select from usage_event x
           where x.operator_id = e.operator_id and x.billing_account_id = e.billing_account_id and x.reverses_id = e.id)
         and (cardinality(m.dimensions) = 0 or t.dimensions = (
           select coalesce(jsonb_object_agg(a.key, a.value), '{}') from jsonb_each(e.attributes) a
           where a.key = any(m.dimensions)))), 0)
     from (
       select "billingAccountId", "productId", "meterId", "periodFrom", "dimensionKey", max(quantity) as quantity
       from jsonb_to_recordset($1::jsonb) as r("billingAccountId" uuid, "productId" uuid, "meterId" uuid, "periodFrom" date,
         "dimensionKey" text, quantity numeric)
       group by 1, 2, 3, 4, 5) r, meter m
     where t.operator_id = (select scope_id('app.operator')) and t.billing_account_id = r."billingAccountId"
       and t.product_id = r."productId" and t.meter_id = r."meterId" and t.period_from = r."periodFrom"
       and t.dimension_key = r."dimensionKey" and t.maximum <= r.quantity
       and m.operator_id = t.operator_id and m.id = t.meter_id`,
    [JSON.stringify(reversed)],
  );
}

export type TakenBack = EventKey & { eventHash: string; reverses: string; id: string; body: unknown };

/**
 * Ends the wait of events that are taken back before they counted, and answers which reversals (`eventId`) had one to end. Both keys
 * count as taken from now on, so that neither counts when it is sent again; both stay on record in suspense.
 */
export async function takeBackWaiting(
  sql: Sql,
  scope: { operatorId: string; senderId: string; now: string },
  reversals: readonly TakenBack[],
): Promise<Set<string>> {
  const rows = await sql.query<{ key: string }>(
    `with input as (
       select * from jsonb_to_recordset($4::jsonb) as r(source text, "eventId" text, "eventHash" text, reverses text, id uuid, body jsonb)
     ), ended as (
       update usage_suspense w set recycled_at = $3::timestamptz, outcome = 'reversed'
       from input r
       where w.operator_id = $1::uuid and w.sender_id = $2::uuid and w.recycled_at is null
         and w.source = r.source and w.event_id = r.reverses and not w.body -> 'attributes' ? 'reverses'
       returning w.source, w.event_id, w.body_hash, r."eventId", r."eventHash", r.id, r.body
     ), released as (
       update usage_suspense w set recycled_at = $3::timestamptz, outcome = 'accepted'
       from ended e
       where w.operator_id = $1::uuid and w.sender_id = $2::uuid and w.recycled_at is null
         and w.source = e.source and w.event_id = e."eventId"
       returning w.source, w.event_id
     ), recorded as (
       insert into usage_suspense (operator_id, id, sender_id, source, event_id, body_hash, reason, message, body, subject,
         meter, quantity, received_at, recycled_at, outcome)
       select $1::uuid, e.id, $2::uuid, e.source, e."eventId", decode(e."eventHash", 'hex'), 'reversal_of_waiting',
         'Takes back an event that waited.', e.body, e.body ->> 'subject', e.body ->> 'meter',
         (e.body ->> 'quantity')::numeric, $3::timestamptz, $3::timestamptz, 'accepted'
       from ended e
       where not exists (select from released d where d.source = e.source and d.event_id = e."eventId")
     ), keys as (
       insert into usage_key (operator_id, source, event_id, supplier_id, body_hash)
       select $1::uuid, source, event_id, $2::uuid, body_hash from ended
       union all
       select $1::uuid, source, "eventId", $2::uuid, decode("eventHash", 'hex') from ended
       on conflict do nothing
     )
     select source || E'\\n' || "eventId" as key from ended`,
    [scope.operatorId, scope.senderId, scope.now, JSON.stringify(reversals)],
  );
  return new Set(rows.map(({ key }) => key));
}
