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

/** How an account's billing periods run. */
export type MeteredSpec = { specId: string; anchorOn: string; frequency: CycleFrequency; timeZone: string };

export type MeteredProduct = {
  id: string;
  reference: string;
  offeringId: string;
  billingAccountId: string;
  supplierId: string;
  startedOn: string;
  endedOn: string | null;
  priceIds: string[];
  spec: MeteredSpec;
};

/** How many months back a charge for these offerings may reach, by the last version of the supplier's agreement; the operator's own have none. */
export async function findChargeWindows(
  sql: Sql,
  offeringIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await sql.query<{ offeringId: string; months: number }>(
    `select o.id as "offeringId", min(v.months) as months
     from product_offering o
     join offering_chain_link l on l.operator_id = o.operator_id and l.offering_id = o.id
     join agreement g on g.operator_id = l.operator_id and g.id = l.agreement_id and g.partner_id = o.supplier_id
     cross join lateral (
       select x.max_charge_age_months as months from agreement x
       where x.operator_id = g.operator_id and x.payer_id = g.payer_id and x.partner_id = g.partner_id and x.signed_at is not null
       order by x.version desc limit 1) v
     where o.operator_id = (select scope_id('app.operator')) and o.id = any($1::uuid[])
     group by o.id`,
    [offeringIds],
  );
  return new Map(rows.map(({ offeringId, months }) => [offeringId, months]));
}

export type UsagePrice = { id: string; meter: string; when?: Record<string, string[]> };

export type MeterDimensions = { id: string; key: string; dimensions: string[] };

export type UsageCatalogue = {
  /** Every product, past and present, that answers to one of the references; with a supplier only its own. */
  products: MeteredProduct[];
  meters: MeterDimensions[];
  /** Of the products' prices those that rate usage: the meter they read and the attributes they ask for. */
  prices: UsagePrice[];
  /** Whether anything that this sender sent waits in suspense. */
  senderWaits: boolean;
};

/** All that guiding asks, in one round trip, whatever the number of events. */
export async function readUsageCatalogue(
  sql: Sql,
  { operatorId, supplierId }: { operatorId: string; supplierId: string | null },
  references: readonly string[],
  meters: readonly string[],
): Promise<UsageCatalogue> {
  const params = [operatorId, supplierId, references, meters];
  const [row] = await sql.query<CatalogueRow>(READ_CATALOGUE, params, 'usage.catalogue');
  const { products, accounts, specs, suppliers, ...rest } = row!;
  const specById = new Map(specs.map((spec) => [spec.specId, spec]));
  const specOf = new Map(
    linesOf(accounts).map(([accountId, specId]) => [accountId!, specById.get(specId!)!]),
  );
  const supplierOf = new Map(suppliers);
  return {
    ...rest,
    products: linesOf(products).flatMap((line) => {
      const [id, offeringId, accountId, startedOn, endedOn, prices, reference] = line as ProductLine;
      const ofSupplier = supplierOf.get(offeringId);
      if (ofSupplier === undefined) return [];
      return {
        id,
        reference,
        offeringId,
        billingAccountId: accountId,
        supplierId: ofSupplier,
        startedOn,
        endedOn: endedOn === '' ? null : endedOn,
        priceIds: prices.split(','),
        spec: specOf.get(accountId)!,
      };
    }),
  };
}

/**
 * Products and accounts are many and travel as lines of text, several times faster than as JSON; what they have in common travels
 * once. Joined here and not there: an index takes five hundred values in one scan, and a join would probe it for each.
 */
type CatalogueRow = Omit<UsageCatalogue, 'products'> & {
  products: string | null;
  accounts: string | null;
  specs: MeteredSpec[];
  suppliers: [offeringId: string, supplierId: string][];
};

type ProductLine = [
  id: string,
  offeringId: string,
  accountId: string,
  startedOn: string,
  endedOn: string,
  prices: string,
  reference: string,
];

// No event's subject has a control character, so no product that one names has a separator in its reference.
const linesOf = (lines: string | null): string[][] =>
  lines === null ? [] : lines.split('\x1e').map((line) => line.split('\x1f'));

const READ_CATALOGUE = `
  with named as materialized (
    select id, offering_id, billing_account_id, started_on, ended_on, price_ids, reference from product
    where operator_id = $1::uuid and reference = any($3::text[])
  ), account as materialized (
    select id, cycle_spec_id from billing_account
    where operator_id = $1::uuid and id = any(array(select billing_account_id from named))
  )
  select
    (select string_agg(id || chr(31) || offering_id || chr(31) || billing_account_id || chr(31) || started_on || chr(31)
         || coalesce(ended_on::text, '') || chr(31) || array_to_string(price_ids, ',') || chr(31) || reference, chr(30)
         order by started_on, id)
     from named) as products,
    (select string_agg(id || chr(31) || cycle_spec_id, chr(30)) from account) as accounts,
    (select coalesce(json_agg(json_build_object('specId', s.id, 'anchorOn', s.anchor_on, 'frequency', s.frequency,
       'timeZone', s.time_zone)), '[]')
     from cycle_spec s
     where s.operator_id = $1::uuid and s.id = any(array(select distinct cycle_spec_id from account))) as specs,
    (select coalesce(json_agg(json_build_array(o.id, o.supplier_id)), '[]')
     from product_offering o
     where o.operator_id = $1::uuid and o.id = any(array(select distinct offering_id from named))
       and ($2::uuid is null or o.supplier_id = $2)) as suppliers,
    (select coalesce(json_agg(json_strip_nulls(json_build_object('id', r.id, 'meter', r.plan ->> 'meter',
       'when', r.plan -> 'when'))), '[]')
     from product_offering_price r
     where r.operator_id = $1::uuid and r.id = any(array(select distinct unnest(price_ids) from named))
       and r.plan ->> 'kind' = 'usage') as prices,
    (select coalesce(json_agg(json_build_object('id', m.id, 'key', m.key, 'dimensions', m.dimensions)), '[]')
     from meter m where m.operator_id = $1::uuid and m.key = any($4::text[])) as meters,
    exists (
      select from usage_suspense w
      where w.operator_id = $1::uuid and w.recycled_at is null
        and w.sender_id = coalesce($2::uuid, (select party_id from operator where id = $1::uuid))) as "senderWaits"`;

export type AccountPeriod = { billingAccountId: string; specId: string; periodFrom: string };

/**
 * Which of these ended periods of accounts are billed: an issued bill, or an issued cycle in which the account has no bill
 * still open, or a period from before the first cycle, which no run will ever bill. Locks what it read for sharing until the
 * transaction ends, so that an issue either waits for the usage or is seen.
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
  const over = [...cycles.filter(isOver), ...(await findPeriodsWithoutCycle(sql, params))];
  const doneCycles = new Set(over.map((cycle) => `${cycle.specId} ${cycle.periodFrom}`));
  const billStates = new Map(
    bills.map((bill) => [`${bill.billingAccountId} ${bill.periodFrom}`, bill.state]),
  );
  return periods.filter(({ billingAccountId, specId, periodFrom }) => {
    const state = billStates.get(`${billingAccountId} ${periodFrom}`);
    if (state === undefined || state === 'cancelled') return doneCycles.has(`${specId} ${periodFrom}`);
    return state === 'issued';
  });
}

const findPeriodsWithoutCycle = (
  sql: Sql,
  params: readonly unknown[],
): Promise<{ specId: string; periodFrom: string }[]> =>
  sql.query(
    `select distinct r."specId", r."periodFrom"
     from jsonb_to_recordset($1::jsonb) as r("specId" uuid, "periodFrom" date)
     where exists (select from billing_cycle c where c.spec_id = r."specId" and c.period_from > r."periodFrom")
       and not exists (select from billing_cycle c where c.spec_id = r."specId" and c.period_from <= r."periodFrom")`,
    params,
  );

const isOver = ({ state }: { state: string }) => state === 'issued' || state === 'closed';
