import { type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';
import { uuidOrNull } from '@/lib/db/uuid-or-null';
import type { PayoutState, SettlementRunState } from '@/lib/domain/settlement/payout-state';

export type SettlementRunRow = {
  id: string;
  throughOn: string;
  state: SettlementRunState;
  preparedById: string;
  preparedBy: string;
  approvedById: string | null;
  approvedBy: string | null;
  createdAt: string;
  preparedAt: string | null;
  finishedAt: string | null;
  failure: string | null;
};

export type NewSettlementRun = Pick<
  SettlementRunRow,
  'id' | 'throughOn' | 'preparedById' | 'preparedBy' | 'createdAt'
>;

export async function insertSettlementRun(
  sql: Sql,
  operatorId: string,
  run: NewSettlementRun,
): Promise<void> {
  await sql.query(
    `insert into settlement_run (operator_id, id, through_on, state, prepared_by_id, prepared_by, created_at)
     values ($1::uuid, $2::uuid, $3::date, 'queued', $4, $5, $6::timestamptz)`,
    [operatorId, run.id, run.throughOn, run.preparedById, run.preparedBy, run.createdAt],
  );
}

export async function findSettlementRun(sql: Sql, id: string): Promise<SettlementRunRow | null> {
  return (await sql.query<SettlementRunRow>(`${SELECT} where r.id = $1::uuid`, [uuidOrNull(id)]))[0] ?? null;
}

/**
 * The run, held until the transaction ends. `shared` lets workers prepare side by side; `exclusive` waits for them, and is for those who
 * change the run. An advisory lock, because its queue is fair.
 */
export async function lockSettlementRun(
  sql: Sql,
  id: string,
  mode: 'shared' | 'exclusive',
): Promise<SettlementRunRow | null> {
  const lock = mode === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock';
  await sql.query(`select ${lock}(hashtextextended('settlement-run:' || $1, 0))`, [id]);
  return findSettlementRun(sql, id);
}

export type SettlementRunChange = Partial<
  Pick<SettlementRunRow, 'approvedById' | 'approvedBy' | 'preparedAt' | 'finishedAt' | 'failure'>
> & { state: SettlementRunState };

export async function updateSettlementRun(sql: Sql, id: string, change: SettlementRunChange): Promise<void> {
  await sql.query(
    `update settlement_run set state = $2, approved_by_id = coalesce($3, approved_by_id), approved_by = coalesce($4, approved_by),
       prepared_at = coalesce($5::timestamptz, prepared_at), finished_at = coalesce($6::timestamptz, finished_at), failure = $7
     where id = $1::uuid`,
    [
      id,
      change.state,
      change.approvedById ?? null,
      change.approvedBy ?? null,
      change.preparedAt ?? null,
      change.finishedAt ?? null,
      change.failure ?? null,
    ],
  );
}

export type RunPayoutCount = {
  state: PayoutState;
  currency: string;
  payouts: number;
  withIssues: number;
  /** Of those in review, what an issue or an objection holds. */
  held: number;
  /** Of those in review, what nothing holds. */
  readyMinor: bigint;
  amountMinor: bigint;
  carriedMinor: bigint;
};

/** What became of a run, by state and currency of its payouts: one row a partner, not one an entry. */
export const countRunPayouts = (sql: Sql, runId: string): Promise<RunPayoutCount[]> =>
  sql.query<RunPayoutCount>(
    `select state, currency::text as currency, count(*)::int as payouts,
       (count(*) filter (where issues <> '[]'))::int as "withIssues",
       (count(*) filter (where state = 'review' and not (${IS_READY})))::int as held,
       coalesce(sum(amount_minor) filter (where state = 'review' and ${IS_READY}), 0)::int8 as "readyMinor",
       sum(amount_minor)::int8 as "amountMinor", sum(carried_minor)::int8 as "carriedMinor"
     from payout where run_id = $1::uuid group by state, currency order by currency, state`,
    [runId],
  );

/** Whether a run has payouts in a state; with `ready`, only those that nothing holds. */
export async function hasPayouts(
  sql: Sql,
  runId: string,
  state: PayoutState,
  { ready = false }: { ready?: boolean } = {},
): Promise<boolean> {
  const [row] = await sql.query<{ found: boolean }>(
    `select exists (select from payout where run_id = $1::uuid and state = $2 and (not $3 or ${IS_READY})) as found`,
    [runId, state, ready],
  );
  return row!.found;
}

/** Nothing holds it: no open issue, no objection without an answer. */
export const IS_READY = `issues = '[]' and open_objections = 0`;

export const listSettlementRunRows = (sql: Sql, query: ListQuery): Promise<Page<SettlementRunRow>> =>
  readPage(
    sql,
    {
      select: `${SELECT} where cardinality($1::text[]) = 0 or r.state = any($1)`,
      params: [query.filters.state ?? []],
      sortable: {
        created: { column: '"createdAt"', type: 'timestamptz' },
        through: { column: '"throughOn"', type: 'date' },
      },
      defaultSort: { id: 'created', descending: true },
    },
    query,
  );

const SELECT = `
  select r.id, r.through_on as "throughOn", r.state, r.prepared_by_id as "preparedById", r.prepared_by as "preparedBy",
    r.approved_by_id as "approvedById", r.approved_by as "approvedBy", r.created_at as "createdAt", r.prepared_at as "preparedAt",
    r.finished_at as "finishedAt", r.failure
  from settlement_run r`;
