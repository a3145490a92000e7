import { civilAsDate } from '@/lib/db/civil';
import { OWES_CYCLE } from '@/lib/db/expectations';
import { type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql, TenantClient } from '@/lib/db/tenant';
import type { CycleFrequency } from '@/lib/domain/period/cycle';

export type CycleSpecRow = {
  id: string;
  name: string;
  anchorOn: string;
  frequency: CycleFrequency;
  timeZone: string;
  cutOffDays: number;
};

export async function insertCycleSpec(
  tx: TenantClient,
  operatorId: string,
  row: CycleSpecRow,
): Promise<void> {
  await tx.cycleSpec.create({ data: { operatorId, ...row, anchorOn: civilAsDate(row.anchorOn) } });
}

export const listCycleSpecs = (sql: Sql): Promise<CycleSpecRow[]> =>
  sql.query<CycleSpecRow>(`${selectSpec} order by name, id`);

export async function findCycleSpec(sql: Sql, id: string): Promise<CycleSpecRow | null> {
  return (await sql.query<CycleSpecRow>(`${selectSpec} where id = $1::uuid`, [id]))[0] ?? null;
}

/** The number of the last cycle that each specification has. */
export async function readLastCycles(sql: Sql): Promise<Map<string, number>> {
  const rows = await sql.query<{ specId: string; n: number }>(
    'select spec_id as "specId", max(n) as n from billing_cycle group by spec_id',
  );
  return new Map(rows.map(({ specId, n }) => [specId, n]));
}

export type NewCycle = {
  id: string;
  specId: string;
  n: number;
  periodFrom: string;
  periodTo: string;
  fromAt: string;
  toAt: string;
  cutOffAt: string;
};

/** Adds cycles that are not there yet; answers the ids of all of them, old and new, in the order given. */
export async function ensureCycleRows(
  sql: Sql,
  operatorId: string,
  rows: readonly NewCycle[],
): Promise<string[]> {
  await sql.query(
    `insert into billing_cycle (operator_id, id, spec_id, n, period_from, period_to, from_at, to_at, cut_off_at, state)
     select $1::uuid, r.id, r."specId", r.n, r."periodFrom", r."periodTo", r."fromAt", r."toAt", r."cutOffAt", 'open'
     from jsonb_to_recordset($2::jsonb) as r(id uuid, "specId" uuid, n int, "periodFrom" date, "periodTo" date,
       "fromAt" timestamptz, "toAt" timestamptz, "cutOffAt" timestamptz)
     order by r."specId", r.n
     on conflict (operator_id, spec_id, n) do nothing`,
    [operatorId, JSON.stringify(rows)],
  );
  const stored = await sql.query<{ id: string; specId: string; n: number }>(
    `select c.id, c.spec_id as "specId", c.n from billing_cycle c
     join jsonb_to_recordset($1::jsonb) as r("specId" uuid, n int) on r."specId" = c.spec_id and r.n = c.n`,
    [JSON.stringify(rows)],
  );
  const ids = new Map(stored.map(({ id, specId, n }) => [`${specId} ${n}`, id]));
  return rows.map(({ specId, n }) => ids.get(`${specId} ${n}`)!);
}

export type CycleListRow = {
  id: string;
  specId: string;
  specName: string;
  frequency: CycleFrequency;
  timeZone: string;
  n: number;
  periodFrom: string;
  periodTo: string;
  fromAt: string;
  toAt: string;
  cutOffAt: string;
  state: string;
  accounts: number;
  drafts: number;
  held: number;
  approved: number;
  issued: number;
  partnerBills: number;
  rejectedLines: number;
  missingPartners: { id: string; slug: string; name: string }[];
  totals: { currency: string; totalMinor: string }[];
  run: { id: string; state: string } | null;
};

/** Cycles with what is in them, the latest first; filters `spec` (id), `state`, `phase` (running, ended on `at`). */
export function listCycles(sql: Sql, at: string, query: ListQuery): Promise<Page<CycleListRow>> {
  return readPage(
    sql,
    {
      select: `${selectCycle}
        where ($1 = '' or s.name ilike '%' || $1 || '%')
          and (cardinality($2::text[]) = 0 or c.spec_id::text = any($2))
          and (cardinality($3::text[]) = 0 or c.state = any($3))
          and (cardinality($4::text[]) = 0
            or case when c.to_at <= $5::timestamptz then 'ended' else 'running' end = any($4))`,
      params: [query.q, query.filters.spec ?? [], query.filters.state ?? [], query.filters.phase ?? [], at],
      sortable: {
        period: { column: '"periodTo"', type: 'date' },
        spec: { column: '"specName"', type: 'text' },
        accounts: { column: 'accounts', type: 'int4' },
      },
      defaultSort: { id: 'period', descending: true },
    },
    query,
  );
}

export async function findCycle(sql: Sql, id: string): Promise<CycleListRow | null> {
  return (await sql.query<CycleListRow>(`${selectCycle} where c.id::text = $1`, [id]))[0] ?? null;
}

const selectSpec = `select id, name, anchor_on as "anchorOn", frequency, time_zone as "timeZone",
  cut_off_days as "cutOffDays" from cycle_spec`;

// A partner is missing while the cycle waits for its own bill.
const selectCycle = `
  select c.id, c.spec_id as "specId", s.name as "specName", s.frequency, s.time_zone as "timeZone", c.n,
    c.period_from as "periodFrom", c.period_to as "periodTo", c.from_at as "fromAt", c.to_at as "toAt",
    c.cut_off_at as "cutOffAt", c.state,
    (select count(*)::int from billing_account a where a.operator_id = c.operator_id
       and a.cycle_spec_id = c.spec_id and a.opened_on < c.period_to) as accounts,
    coalesce(b.drafts, 0) as drafts, coalesce(b.held, 0) as held, coalesce(b.approved, 0) as approved,
    coalesce(b.issued, 0) as issued, coalesce(b.totals, '[]') as totals,
    coalesce(p.bills, 0) as "partnerBills", coalesce(p.rejected, 0) as "rejectedLines",
    coalesce((
      select json_agg(json_build_object('id', y.id, 'slug', y.slug, 'name', y.name) order by y.name)
      from party y where y.operator_id = c.operator_id and y.kind = 'partner' and y.state = 'active'
        and y.rating_mode in ('partner', 'file')
        and ${OWES_CYCLE}), '[]') as "missingPartners",
    (select json_build_object('id', r.id, 'state', r.state) from bill_run r
     where r.operator_id = c.operator_id and r.cycle_id = c.id and r.kind = 'cycle' and not r.dry_run
     order by r.created_at desc, r.id desc limit 1) as run
  from billing_cycle c
  join cycle_spec s on s.operator_id = c.operator_id and s.id = c.spec_id
  left join lateral (
    select sum(x.drafts)::int as drafts, sum(x.held)::int as held, sum(x.approved)::int as approved,
      sum(x.issued)::int as issued,
      json_agg(json_build_object('currency', x.currency, 'totalMinor', x.total::text) order by x.currency) as totals
    from (
      select l.currency, sum(l.total_minor) as total, sum(l.drafts) as drafts, sum(l.held) as held,
        sum(l.approved) as approved, sum(l.issued) as issued
      from billing_cycle_chunk l where l.operator_id = c.operator_id and l.cycle_id = c.id
      group by l.currency having sum(l.drafts + l.held + l.approved + l.issued) > 0) x) b on true
  left join lateral (
    select count(*)::int as bills, sum(q.lines_rejected)::int as rejected
    from partner_bill q where q.operator_id = c.operator_id and q.cycle_id = c.id and q.state <> 'replaced') p on true`;
