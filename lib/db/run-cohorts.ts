import { RUN_ACCOUNT_TABLES, type RunAccountFilter, runAccountWhere } from '@/lib/db/run-account-filter';
import type { Sql } from '@/lib/db/tenant';
import type { RunCohortState } from '@/lib/domain/billing/state';

export type RunCohortRow = {
  id: string;
  runId: string;
  n: number;
  state: RunCohortState;
  filter: unknown;
  issuedOn: string;
  accounts: number;
  issued: number;
  held: number;
  /** Minor units as text, by currency. */
  totals: Record<string, string>;
  requestedBy: string;
  createdAt: string;
  finishedAt: string | null;
};

const select = `select id, run_id as "runId", n, state, filter, issued_on as "issuedOn", accounts, issued, held, totals,
  requested_by as "requestedBy", created_at as "createdAt", finished_at as "finishedAt" from bill_run_cohort`;

/** A run's cohorts, the latest first. */
export const listCohorts = (sql: Sql, runId: string): Promise<RunCohortRow[]> =>
  sql.query<RunCohortRow>(`${select} where run_id = $1::uuid order by n desc`, [runId]);

export const findCohort = async (sql: Sql, runId: string, id: string): Promise<RunCohortRow | null> =>
  (await sql.query<RunCohortRow>(`${select} where run_id = $1::uuid and id = $2::uuid`, [runId, id]))[0] ??
  null;

/** Those that are not through yet. */
export const listOpenCohorts = (sql: Sql, runId: string): Promise<RunCohortRow[]> =>
  sql.query<RunCohortRow>(`${select} where run_id = $1::uuid and state <> 'issued' order by n`, [runId]);

export type NewCohort = Pick<RunCohortRow, 'id' | 'runId' | 'issuedOn' | 'requestedBy' | 'createdAt'> & {
  filter: unknown;
} & CohortSize;

export type CohortSize = {
  accounts: number;
  /** Of those, with a warning among their findings. */
  withWarnings: number;
  totals: Record<string, string>;
};

/** Which accounts a cohort takes: computed, not held, and in no cohort that is still being issued. */
const READY = `r.state = 'done' and not exists (
  select from bill_run_cohort o where o.operator_id = r.operator_id and o.id = r.cohort_id and o.state <> 'issued')`;

/** The accounts of a run that fit and are ready, by their numbers, at most `first`; as SQL, and what it needs. */
function readyAccounts(runId: string, filter: RunAccountFilter, first: number | null) {
  const params: unknown[] = [runId];
  const where = runAccountWhere(filter, params);
  const limit = first === null ? '' : `limit $${params.push(first)}::int`;
  const text = `select r.billing_account_id, a.currency, r.total_minor,
      exists (select from jsonb_array_elements(r.issues) as i(issue) where i.issue->>'severity' = 'warning') as warned
    from ${RUN_ACCOUNT_TABLES} where ${where} and ${READY} order by a.number, a.id ${limit}`;
  return { text, params };
}

/** How many accounts a cohort would have, and what their bills come to. */
export async function measureReady(
  sql: Sql,
  runId: string,
  filter: RunAccountFilter,
  first: number | null,
): Promise<CohortSize> {
  const { text, params } = readyAccounts(runId, filter, first);
  const rows = await sql.query<{ currency: string; accounts: number; warned: number; total: string | null }>(
    `select currency, count(*)::int as accounts, count(*) filter (where warned)::int as warned,
       sum(total_minor)::text as total
     from (${text}) ready group by currency order by currency`,
    params,
  );
  return {
    accounts: rows.reduce((sum, { accounts }) => sum + accounts, 0),
    withWarnings: rows.reduce((sum, { warned }) => sum + warned, 0),
    totals: Object.fromEntries(
      rows.flatMap(({ currency, total }) => (total === null ? [] : [[currency, total]])),
    ),
  };
}

/** Fixes which accounts a cohort consists of; answers how many. The caller has the run locked. */
export async function joinCohort(
  sql: Sql,
  runId: string,
  cohortId: string,
  filter: RunAccountFilter,
  first: number | null,
): Promise<number> {
  const { text, params } = readyAccounts(runId, filter, first);
  const rows = await sql.query<{ count: number }>(
    `with chosen as (${text}),
       joined as (
         update bill_run_account r set cohort_id = $${params.length + 1}::uuid from chosen
         where r.run_id = $1::uuid and r.billing_account_id = chosen.billing_account_id returning 1)
     select count(*)::int as count from joined`,
    [...params, cohortId],
  );
  return rows[0]!.count;
}

/** Adds a cohort under the run's next number, and answers that number. */
export async function insertCohort(sql: Sql, operatorId: string, cohort: NewCohort): Promise<number> {
  const rows = await sql.query<{ n: number }>(
    `insert into bill_run_cohort (operator_id, id, run_id, n, state, filter, issued_on, accounts, totals, requested_by, created_at)
     select $1::uuid, $2::uuid, $3::uuid,
       1 + (select coalesce(max(n), 0) from bill_run_cohort where run_id = $3::uuid),
       'approved', $4::jsonb, $5::date, $6, $7::jsonb, $8, $9::timestamptz
     returning n`,
    [
      operatorId,
      cohort.id,
      cohort.runId,
      JSON.stringify(cohort.filter),
      cohort.issuedOn,
      cohort.accounts,
      JSON.stringify(cohort.totals),
      cohort.requestedBy,
      cohort.createdAt,
    ],
  );
  return rows[0]!.n;
}

/** Moves a cohort on; `issued` is added to what it has issued. Once it is through, what it did not issue was held. */
export async function updateCohort(
  sql: Sql,
  id: string,
  change: { state: RunCohortState; issued?: number; finishedAt?: string },
): Promise<void> {
  await sql.query(
    `update bill_run_cohort set state = $2, issued = issued + $3::int, finished_at = $4::timestamptz,
       held = case when $2 = 'issued' then accounts - issued - $3::int else held end
     where id = $1::uuid`,
    [id, change.state, change.issued ?? 0, change.finishedAt ?? null],
  );
}

/** The next accounts of a cohort that wait, in the order in which they get their numbers; locked. */
export async function takeCohortAccounts(
  sql: Sql,
  { runId, id }: { runId: string; id: string },
  count: number,
): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select billing_account_id as id from bill_run_account
     where run_id = $1::uuid and cohort_id = $2::uuid and state = 'done'
     order by billing_account_id limit $3 for update skip locked`,
    [runId, id, count],
  );
  return rows.map(({ id: accountId }) => accountId);
}
