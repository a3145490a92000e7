import type { Sql } from '@/lib/db/tenant';
import type { BillKind } from '@/lib/domain/billing/bill-kind';
import type { LineDifference } from '@/lib/domain/billing/diff-bill';
import type { BillRunState } from '@/lib/domain/billing/state';
import type { Issue } from '@/lib/domain/money/issue';

export type BillRunRow = {
  id: string;
  cycleId: string;
  kind: BillKind;
  /** Of a run on demand or a final one: the first day it does not charge. */
  billTo: string | null;
  state: BillRunState;
  dryRun: boolean;
  requestedBy: string;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  issuedOn: string | null;
  failure: string | null;
};

export type NewBillRun = Pick<
  BillRunRow,
  'id' | 'cycleId' | 'kind' | 'billTo' | 'dryRun' | 'requestedBy' | 'createdAt'
>;

export async function insertBillRun(sql: Sql, operatorId: string, run: NewBillRun): Promise<void> {
  await sql.query(
    `insert into bill_run (operator_id, id, cycle_id, kind, bill_to, state, dry_run, requested_by, created_at)
     values ($1::uuid, $2::uuid, $3::uuid, $4, $5::date, 'queued', $6, $7, $8::timestamptz)`,
    [operatorId, run.id, run.cycleId, run.kind, run.billTo, run.dryRun, run.requestedBy, run.createdAt],
  );
}

export async function findBillRun(sql: Sql, id: string): Promise<BillRunRow | null> {
  return (await sql.query<BillRunRow>(`${selectRun} where id = $1::uuid`, [id]))[0] ?? null;
}

/**
 * The run, held until the transaction ends. `shared` lets lanes work side by side; `exclusive` waits for their chunks and is for
 * those who change the run. An advisory lock, because its queue is fair: row locks in share mode would overtake a pause for ever.
 */
export async function lockBillRun(
  sql: Sql,
  id: string,
  mode: 'shared' | 'exclusive',
): Promise<BillRunRow | null> {
  const lock = mode === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock';
  await sql.query(`select ${lock}(hashtextextended('bill-run:' || $1, 0))`, [id]);
  return findBillRun(sql, id);
}

/** The cycle's own run that has not ended, dry runs aside; a unique index allows one. */
export async function lockActiveRun(sql: Sql, cycleId: string): Promise<BillRunRow | null> {
  const rows = await sql.query<BillRunRow>(
    `${selectRun} where cycle_id = $1::uuid and kind = 'cycle' and not dry_run
       and state in ('queued', 'running', 'paused', 'review', 'issuing_cohort', 'approved', 'issuing') for update`,
    [cycleId],
  );
  return rows[0] ?? null;
}

export async function updateBillRun(
  sql: Sql,
  id: string,
  change: Partial<Pick<BillRunRow, 'startedAt' | 'finishedAt' | 'issuedOn' | 'failure'>> & {
    state: BillRunState;
  },
): Promise<void> {
  await sql.query(
    `update bill_run set state = $2, started_at = coalesce($3::timestamptz, started_at),
       finished_at = coalesce($4::timestamptz, finished_at), issued_on = coalesce($5::date, issued_on), failure = $6
     where id = $1::uuid`,
    [
      id,
      change.state,
      change.startedAt ?? null,
      change.finishedAt ?? null,
      change.issuedOn ?? null,
      change.failure ?? null,
    ],
  );
}

/** Lets two starts of the same cycle queue up instead of colliding. */
export async function lockCycle(sql: Sql, cycleId: string): Promise<void> {
  await sql.query('select 1 from billing_cycle where id = $1::uuid for update', [cycleId]);
}

export async function setCycleState(sql: Sql, cycleId: string, state: string): Promise<void> {
  await sql.query('update billing_cycle set state = $2 where id = $1::uuid and state <> $2', [
    cycleId,
    state,
  ]);
}

/**
 * One row per account of the cycle. An account whose bill of the cycle is issued is done before it begins; an account that was
 * closed takes part only while a product of it reaches into the period, and when usage of it came in late.
 */
export async function addRunAccounts(
  sql: Sql,
  run: { id: string; cycleId: string },
  cycle: { specId: string; periodFrom: string; periodTo: string },
): Promise<void> {
  await sql.query(
    `insert into bill_run_account (operator_id, billing_account_id, run_id, state, change, total_minor, issues)
     select a.operator_id, a.id, $1::uuid, case when b.id is null then 'pending' else 'issued' end,
       case when b.id is not null then 'unchanged' end, b.total_minor, '[]'
     from billing_account a
     left join bill b on b.operator_id = a.operator_id and b.billing_account_id = a.id and b.cycle_id = $2::uuid
       and b.kind = 'cycle' and b.state = 'issued'
     where a.cycle_spec_id = $3::uuid and a.opened_on < $5::date
       and (a.state = 'active' or b.id is not null or exists (
         select from product p where p.operator_id = a.operator_id and p.billing_account_id = a.id
           and p.started_on < $5::date and (p.ended_on is null or p.ended_on > $4::date))
         or exists (
           select from late_usage l where l.operator_id = a.operator_id and l.billing_account_id = a.id
             and l.event_count > l.billed_event_count))
     on conflict do nothing`,
    [run.id, run.cycleId, cycle.specId, cycle.periodFrom, cycle.periodTo],
  );
}

/** The accounts of a run that somebody named. */
export async function insertRunAccounts(
  sql: Sql,
  operatorId: string,
  runId: string,
  accountIds: readonly string[],
): Promise<void> {
  await sql.query(
    `insert into bill_run_account (operator_id, billing_account_id, run_id, state, issues)
     select $1::uuid, a.id, $2::uuid, 'pending', '[]' from unnest($3::uuid[]) as a(id)`,
    [operatorId, runId, accountIds],
  );
}

/** The next accounts nobody else is working on, locked until the transaction ends; empty when there are none. */
export async function takeRunAccounts(
  sql: Sql,
  runId: string,
  state: 'pending' | 'done',
  count: number,
): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select billing_account_id as id from bill_run_account where run_id = $1::uuid and state = $2
     order by billing_account_id limit $3 for update skip locked`,
    [runId, state, count],
  );
  return rows.map(({ id }) => id);
}

export type RunAccountResult = {
  accountId: string;
  state: 'done' | 'held' | 'issued';
  change: 'created' | 'updated' | 'unchanged' | null;
  totalMinor: bigint | null;
  /** Events of the period behind the totals that were rated; they only ever grow. */
  usageEventCount: bigint;
  issues: readonly Issue[];
  /** Of a draft that was there and changed: what it came to, and the lines that differ. */
  previousMinor?: bigint | undefined;
  differences?: readonly LineDifference[] | undefined;
};

/** Written as an upsert: that goes by key, whatever the planner believes of a table that a run has just filled. */
export async function saveRunAccounts(
  sql: Sql,
  runId: string,
  results: readonly RunAccountResult[],
): Promise<void> {
  await sql.query(
    `insert into bill_run_account as a (operator_id, run_id, billing_account_id, state, change, total_minor,
       usage_event_count, issues, previous_minor, differences)
     select scope_id('app.operator'), $1::uuid, account_id, state, change, total, events, issues::jsonb, previous,
       differences::jsonb
     from unnest($2::uuid[], $3::text[], $4::text[], $5::int8[], $6::int8[], $7::text[], $8::int8[], $9::text[])
       as r(account_id, state, change, total, events, issues, previous, differences)
     on conflict (operator_id, billing_account_id, run_id) do update set state = excluded.state, change = excluded.change,
       total_minor = excluded.total_minor, usage_event_count = excluded.usage_event_count, issues = excluded.issues,
       previous_minor = excluded.previous_minor, differences = excluded.differences`,
    [
      runId,
      results.map(({ accountId }) => accountId),
      results.map(({ state }) => state),
      results.map(({ change }) => change),
      results.map(({ totalMinor }) => totalMinor),
      results.map(({ usageEventCount }) => usageEventCount),
      results.map(({ issues }) => JSON.stringify(issues.slice(0, ISSUES_PER_ACCOUNT))),
      results.map(({ previousMinor }) => previousMinor ?? null),
      results.map(({ differences }) => (differences ? differencesText(differences) : '[]')),
    ],
  );
}

const ISSUES_PER_ACCOUNT = 50;
const DIFFERENCES_PER_ACCOUNT = 50;

/** Minor units as text, because JSON has no bigint. */
const differencesText = (differences: readonly LineDifference[]): string =>
  JSON.stringify(differences.slice(0, DIFFERENCES_PER_ACCOUNT), (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );

/** Marks accounts whose bills this transaction has issued. */
export async function markRunAccountsIssued(
  sql: Sql,
  runId: string,
  accountIds: readonly string[],
): Promise<void> {
  await sql.query(
    `update bill_run_account set state = 'issued' where run_id = $1::uuid and billing_account_id = any($2::uuid[])`,
    [runId, accountIds],
  );
}

/** Holds accounts that were done, with one more issue each. */
export async function holdRunAccounts(
  sql: Sql,
  runId: string,
  held: readonly { accountId: string; issue: Issue }[],
): Promise<void> {
  if (held.length === 0) return;
  await sql.query(
    `update bill_run_account a set state = 'held', issues = r.issue::jsonb || a.issues
     from unnest($2::uuid[], $3::text[]) as r(account_id, issue)
     where a.run_id = $1::uuid and a.billing_account_id = r.account_id`,
    [runId, held.map(({ accountId }) => accountId), held.map(({ issue }) => JSON.stringify([issue]))],
  );
}

export type RunCounts = {
  total: number;
  pending: number;
  done: number;
  held: number;
  issued: number;
  created: number;
  updated: number;
  unchanged: number;
};

/** Sums of what each statement changed (triggers write that down): as quick for a hundred thousand accounts as for ten. */
export async function countRunAccounts(sql: Sql, runId: string): Promise<RunCounts> {
  const [counts] = await sql.query<RunCounts>(
    `select ${RUN_COUNTS} from bill_run_chunk c where c.run_id = $1::uuid`,
    [runId],
  );
  return counts!;
}

const COUNTED = ['pending', 'done', 'held', 'issued', 'created', 'updated', 'unchanged'];

/** Of the rows `c` of bill_run_chunk. */
export const RUN_COUNTS = [['accounts', 'total'], ...COUNTED.map((name) => [name, name])]
  .map(([column, name]) => `coalesce(sum(c.${column}), 0)::int as ${name}`)
  .join(', ');

/** Σ of the run's bills per currency. */
export const sumRunTotals = (sql: Sql, runId: string): Promise<{ currency: string; totalMinor: bigint }[]> =>
  sql.query(
    `select t.key as currency, sum(t.value::int8)::int8 as "totalMinor"
     from bill_run_chunk c cross join lateral jsonb_each_text(c.totals) t
     where c.run_id = $1::uuid
     group by t.key order by t.key`,
    [runId],
  );

export const isRunAccountLeft = async (
  sql: Sql,
  runId: string,
  state: 'pending' | 'done',
): Promise<boolean> =>
  (
    await sql.query<{ left: boolean }>(
      'select exists (select from bill_run_account where run_id = $1::uuid and state = $2) as left',
      [runId, state],
    )
  )[0]!.left;

export type RunIssueRow = Issue & {
  billingAccount: { id: string; number: string; name: string; currency: string };
};

/** What the checks found, errors first and then by the money at stake; at most `limit`. */
export const listRunIssues = (sql: Sql, runId: string, limit: number): Promise<RunIssueRow[]> =>
  sql.query<RunIssueRow>(
    `select i.issue->>'code' as code, i.issue->>'severity' as severity, i.issue->>'path' as path,
       i.issue->>'message' as message, i.issue->>'amountAtStake' as "amountAtStake",
       json_build_object('id', a.id, 'number', a.number, 'name', a.name, 'currency', a.currency) as "billingAccount"
     from bill_run_account r
     join billing_account a on a.operator_id = r.operator_id and a.id = r.billing_account_id
     cross join lateral jsonb_array_elements(r.issues) as i(issue)
     where r.run_id = $1::uuid and r.issues <> '[]'
     order by array_position(array['error', 'warning', 'info'], i.issue->>'severity'),
       abs((i.issue->>'amountAtStake')::numeric) desc nulls last, a.number, i.issue->>'path'
     limit $2`,
    [runId, limit],
  );

export const countRunIssues = (
  sql: Sql,
  runId: string,
): Promise<{ code: string; severity: string; count: number }[]> =>
  sql.query(
    `select i.issue->>'code' as code, i.issue->>'severity' as severity, count(*)::int as count
     from bill_run_account r cross join lateral jsonb_array_elements(r.issues) as i(issue)
     where r.run_id = $1::uuid and r.issues <> '[]'
     group by 1, 2 order by array_position(array['error', 'warning', 'info'], i.issue->>'severity'), 3 desc, 1`,
    [runId],
  );

/** Says to whoever follows the run that something has moved; delivered when the transaction commits. */
export async function notifyBillRun(sql: Sql, operatorId: string, runId: string): Promise<void> {
  await sql.query('select pg_notify($1, $2)', [BILL_RUN_CHANNEL, `${operatorId}:${runId}`]);
}

export const BILL_RUN_CHANNEL = 'bill_run';

const selectRun = `select id, cycle_id as "cycleId", kind, bill_to as "billTo", state, dry_run as "dryRun", requested_by as "requestedBy",
  created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt", issued_on as "issuedOn", failure
  from bill_run`;
