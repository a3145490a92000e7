import { byteaArray, int4Array, textArray, timestamptzArray, uuidArray } from '@/lib/db/bulk/binary-array';
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
  occurredAtMs: number;
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
  const params = [operatorId, supplierId, receivedAt, ...parametersOf(rows)];
  const stored = new Set(
    (await sql.query<{ id: string }>(INSERT, params, 'usage.insert')).map(({ id }) => id),
  );
  const late = rows.filter((row) => row.late && stored.has(row.id));
  if (late.length > 0) await sql.query(NOTE_LATE, [operatorId, receivedAt, JSON.stringify(late)]);
  return stored;
}

/** Where events belong, each place once, in the order in which totals are locked. */
type Places = { list: readonly Place[]; ofRow: Int32Array };
type Place = Omit<
  GuidedUsage,
  keyof EventKey | 'id' | 'bodyHash' | 'occurredAtMs' | 'quantity' | 'attributes' | 'reversesId' | 'late'
>;

function placesOf(rows: readonly GuidedUsage[]): Places {
  const byKey = new Map<string, GuidedUsage>();
  const keys = rows.map((row) => {
    // A product has one supplier and one account; the account comes first because totals are locked by account everywhere.
    const { billingAccountId, productId, meterId, periodFrom, dimensionKey } = row;
    const key = `${billingAccountId}${productId}${meterId}${periodFrom}${dimensionKey}`;
    byKey.set(key, row);
    return key;
  });
  const sorted = [...byKey.keys()].sort();
  const numbers = new Map(sorted.map((key, index) => [key, index + 1]));
  return {
    list: sorted.map((key) => byKey.get(key)!),
    ofRow: Int32Array.from(keys, (key) => numbers.get(key)!),
  };
}

/** Each column by itself, in binary; rows in the order in which keys are locked. */
function parametersOf(given: readonly GuidedUsage[]): Buffer[] {
  const rows = [...given].sort(byEventKey);
  const { list, ofRow } = placesOf(rows);
  const text = (read: (row: GuidedUsage) => string) => textArray(rows.length, (n) => read(rows[n]!));
  const placed = (read: (place: Place) => string) => uuidArray(list.length, (n) => read(list[n]!));
  const placedText = (read: (place: Place) => string) => textArray(list.length, (n) => read(list[n]!));
  return [
    uuidArray(rows.length, (n) => rows[n]!.id),
    int4Array(rows.length, (n) => ofRow[n]!),
    text((row) => row.source),
    text((row) => row.eventId),
    byteaArray(rows.length, (n) => rows[n]!.bodyHash),
    timestamptzArray(rows.length, (n) => rows[n]!.occurredAtMs),
    text((row) => row.quantity),
    text((row) => JSON.stringify(row.attributes)),
    uuidArray(rows.length, (n) => rows[n]!.reversesId),
    placed((place) => place.supplierId),
    placed((place) => place.billingAccountId),
    placed((place) => place.productId),
    placed((place) => place.meterId),
    placedText((place) => place.periodFrom),
    placedText((place) => place.dimensionKey),
    placedText((place) => JSON.stringify(place.dimensions)),
  ];
}

function byEventKey(a: GuidedUsage, b: GuidedUsage): number {
  if (a.eventId !== b.eventId) return a.eventId < b.eventId ? -1 : 1;
  if (a.source !== b.source) return a.source < b.source ? -1 : 1;
  return a.supplierId < b.supplierId ? -1 : 1;
}

const INSERT = `
  with place as materialized (
    select * from unnest($13::uuid[], $14::uuid[], $15::uuid[], $16::uuid[], $17::text[], $18::text[], $19::text[]) with ordinality
      as p(supplier_id, account_id, product_id, meter_id, period_from, dimension_key, dimensions, place)
  ), input as materialized (
    select e.*, p.supplier_id, p.account_id, p.product_id, p.meter_id, p.period_from::date as period_from
    from unnest($4::uuid[], $5::int4[], $6::text[], $7::text[], $8::bytea[], $9::timestamptz[], $10::text[], $11::text[],
      $12::uuid[]) with ordinality
      as e(id, place, source, event_id, body_hash, occurred_at, quantity, attributes, reverses_id, n)
    join place p using (place)
  ), keys as (
    insert into usage_key (operator_id, source, event_id, supplier_id, body_hash, usage_id)
    select $1::uuid, i.source, i.event_id, i.supplier_id, i.body_hash, i.id from input i
    -- The operator may name every supplier's products: what it sent before may have been another supplier's then. In a lateral that
    -- is kept apart, this is one probe for each event; else the planner reads all keys there are.
    left join lateral (
      select 1 as before from usage_key k
      where $2::uuid is null and k.operator_id = $1::uuid and k.source = i.source and k.event_id = i.event_id
        and k.body_hash = i.body_hash limit 1) k on true
    where k.before is null
    order by i.n
    on conflict do nothing
    returning usage_id
  ), taken as materialized (
    select i.*, i.quantity::numeric as amount from input i join keys k on k.usage_id = i.id
  ), events as (
    insert into usage_event (operator_id, billing_account_id, id, product_id, meter_id, source, event_id, occurred_at,
      received_at, period_from, quantity, attributes, reverses_id)
    select $1::uuid, account_id, id, product_id, meter_id, source, event_id, occurred_at, $3::timestamptz, period_from,
      amount, attributes::jsonb, reverses_id from taken
  ), totals as (
    insert into usage_total (operator_id, billing_account_id, product_id, meter_id, period_from, dimension_key,
      dimensions, quantity, maximum, event_count, change_count)
    select $1::uuid, p.account_id, p.product_id, p.meter_id, p.period_from::date, p.dimension_key, p.dimensions::jsonb,
      t.quantity, t.maximum, t.event_count, t.change_count
    from (
      select place, sum(amount) as quantity, greatest(max(amount), 0) as maximum,
        sum(case when reverses_id is null then 1 else -1 end) as event_count, count(*) as change_count
      from taken group by place) t
    join place p using (place)
    order by p.place
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
