import type { Sql } from '@/lib/db/tenant';
import type { CycleFrequency } from '@/lib/domain/period/cycle';

export type EventKey = { source: string; eventId: string };

export type TakenKey = EventKey & { supplierId: string; bodyHash: string };

/**
 * Which of these events were taken before; with a supplier only its own count. At most one row per supplier and key.
 * `offset 0` keeps the look-up inside the lateral: one index probe per event whatever the statistics say. Left to choose, the
 * planner once compared 500 events with 60,000 keys pair by pair, which took five seconds.
 */
export const findTakenKeys = (
  sql: Sql,
  { operatorId, supplierId }: { operatorId: string; supplierId: string | null },
  keys: readonly EventKey[],
): Promise<TakenKey[]> =>
  sql.query<TakenKey>(
    `select k.source, k.event_id as "eventId", k.supplier_id as "supplierId", encode(k.body_hash, 'hex') as "bodyHash"
     from unnest($1::text[], $2::text[]) as r(source, event_id)
     cross join lateral (
       select * from usage_key k
       where k.operator_id = $3::uuid and k.source = r.source and k.event_id = r.event_id offset 0) k
     where $4::uuid is null or k.supplier_id = $4`,
    [keys.map(({ source }) => source), keys.map(({ eventId }) => eventId), operatorId, supplierId],
  );

export type MeteredProduct = {
  id: string;
  reference: string;
  offeringId: string;
  billingAccountId: string;
  supplierId: string;
  startedOn: string;
  endedOn: string | null;
  priceIds: string[];
  specId: string;
  anchorOn: string;
  frequency: CycleFrequency;
  timeZone: string;
};

/** How many months back a charge for these offerings may reach, by the supplier's agreement; the operator's own have none. */
export async function findChargeWindows(
  sql: Sql,
  offeringIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await sql.query<{ offeringId: string; months: number }>(
    `select o.id as "offeringId", min(g.max_charge_age_months) as months
     from product_offering o
     join offering_chain_link l on l.operator_id = o.operator_id and l.offering_id = o.id
     join agreement g on g.operator_id = l.operator_id and g.id = l.agreement_id and g.partner_id = o.supplier_id
     where o.operator_id = (select scope_id('app.operator')) and o.id = any($1::uuid[])
     group by o.id`,
    [offeringIds],
  );
  return new Map(rows.map(({ offeringId, months }) => [offeringId, months]));
}

/** Every product, past and present, that answers to one of the references; with a supplier only its own. */
export const findProductsByReference = (
  sql: Sql,
  supplierId: string | null,
  references: readonly string[],
): Promise<MeteredProduct[]> =>
  sql.query<MeteredProduct>(
    `select p.id, p.reference, p.offering_id as "offeringId", p.billing_account_id as "billingAccountId", o.supplier_id as "supplierId",
       p.started_on as "startedOn", p.ended_on as "endedOn", p.price_ids::text[] as "priceIds", s.id as "specId",
       s.anchor_on as "anchorOn", s.frequency, s.time_zone as "timeZone"
     from product p
     join product_offering o on o.operator_id = p.operator_id and o.id = p.offering_id
     join billing_account a on a.operator_id = p.operator_id and a.id = p.billing_account_id
     join cycle_spec s on s.operator_id = a.operator_id and s.id = a.cycle_spec_id
     where p.operator_id = (select scope_id('app.operator')) and p.reference = any($1::text[])
       and ($2::uuid is null or o.supplier_id = $2)
     order by p.started_on, p.id`,
    [references, supplierId],
  );

export type UsagePrice = { id: string; meter: string; when: Record<string, string[]> | null };

/** Of these prices the ones that rate usage: the meter they read and the attributes they ask for. */
export const findUsagePrices = (sql: Sql, ids: readonly string[]): Promise<UsagePrice[]> =>
  sql.query<UsagePrice>(
    `select id, plan ->> 'meter' as meter, plan -> 'when' as "when" from product_offering_price
     where id = any($1::uuid[]) and plan ->> 'kind' = 'usage'`,
    [ids],
  );

export type MeterDimensions = { id: string; key: string; dimensions: string[] };

export const findMeters = (sql: Sql, keys: readonly string[]): Promise<MeterDimensions[]> =>
  sql.query<MeterDimensions>('select id, key, dimensions from meter where key = any($1::text[])', [keys]);

export type AccountPeriod = { billingAccountId: string; specId: string; periodFrom: string };

/**
 * Which of these ended periods of accounts are billed: an issued bill, or an issued cycle in which the account has no bill
 * still open. Locks what it read for sharing until the transaction ends, so that an issue either waits for the usage or is seen.
 */
export async function findBilledPeriods(
  sql: Sql,
  periods: readonly AccountPeriod[],
): Promise<{ billingAccountId: string; periodFrom: string }[]> {
  const params = [JSON.stringify(periods)];
  const cycles = await sql.query<{ specId: string; periodFrom: string; state: string }>(
    `select c.spec_id as "specId", c.period_from as "periodFrom", c.state from billing_cycle c
     where (c.spec_id, c.period_from) in (
       select r."specId", r."periodFrom" from jsonb_to_recordset($1::jsonb) as r("specId" uuid, "periodFrom" date))
     order by c.id for share`,
    params,
  );
  const bills = await sql.query<{ billingAccountId: string; periodFrom: string; state: string }>(
    `select b.billing_account_id as "billingAccountId", b.period_from as "periodFrom", b.state from bill b
     where b.kind = 'cycle' and (b.billing_account_id, b.period_from) in (
       select r."billingAccountId", r."periodFrom"
       from jsonb_to_recordset($1::jsonb) as r("billingAccountId" uuid, "periodFrom" date))
     order by b.billing_account_id, b.id for share`,
    params,
  );
  const doneCycles = new Set(cycles.filter(isOver).map((cycle) => `${cycle.specId} ${cycle.periodFrom}`));
  const billStates = new Map(
    bills.map((bill) => [`${bill.billingAccountId} ${bill.periodFrom}`, bill.state]),
  );
  return periods.filter(({ billingAccountId, specId, periodFrom }) => {
    const state = billStates.get(`${billingAccountId} ${periodFrom}`);
    if (state === undefined || state === 'cancelled') return doneCycles.has(`${specId} ${periodFrom}`);
    return state === 'issued';
  });
}

const isOver = ({ state }: { state: string }) => state === 'issued' || state === 'closed';
