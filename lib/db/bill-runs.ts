import type { Sql } from '@/lib/db/tenant';
import type { BillKind } from '@/lib/domain/billing/bill-kind';
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
