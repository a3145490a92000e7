import { type BillRunRow, RUN_COUNTS, type RunCounts } from '@/lib/db/bill-runs';
import { type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import { RUN_ACCOUNT_TABLES, type RunAccountFilter, runAccountWhere } from '@/lib/db/run-account-filter';
import type { Sql } from '@/lib/db/tenant';
import type { LineDifference } from '@/lib/domain/billing/diff-bill';
import type { AccountHoldKind } from '@/lib/domain/billing/hold-cause';
import type { RunAccountState } from '@/lib/domain/billing/state';
import type { Issue } from '@/lib/domain/money/issue';

export type CycleRunRow = Pick<
  BillRunRow,
  'id' | 'state' | 'dryRun' | 'requestedBy' | 'createdAt' | 'finishedAt'
> &
  Pick<RunCounts, 'total' | 'held' | 'created' | 'updated' | 'unchanged'>;

/** A cycle's own runs, the latest first, dry ones too; at most `limit`. */
export const listCycleRuns = (sql: Sql, cycleId: string, limit: number): Promise<CycleRunRow[]> =>
  sql.query<CycleRunRow>(
    `select r.id, r.state, r.dry_run as "dryRun", r.requested_by as "requestedBy", r.created_at as "createdAt",
       r.finished_at as "finishedAt", c.total, c.held, c.created, c.updated, c.unchanged
     from bill_run r
     cross join lateral (
       select ${RUN_COUNTS} from bill_run_chunk c where c.operator_id = r.operator_id and c.run_id = r.id) c
     where r.cycle_id::text = $1 and r.kind = 'cycle'
     order by r.created_at desc, r.id desc limit $2`,
    [cycleId, limit],
  );

export type RunAccountRow = {
  /** The account's. */
  id: string;
  number: string;
  name: string;
  customer: { id: string; slug: string; name: string };
  customerName: string;
  currency: string;
  state: RunAccountState;
  change: 'created' | 'updated' | 'unchanged' | null;
  totalMinor: bigint | null;
  /** Of a draft that this run changed: what it came to before. */
  previousMinor: bigint | null;
  differences: (Omit<LineDifference, 'beforeMinor' | 'afterMinor'> & {
    beforeMinor: string | null;
    afterMinor: string | null;
  })[];
  issues: Issue[];
  errors: number;
  warnings: number;
  /** What a person has said of the bill, and it stands. */
  said: { kind: AccountHoldKind; reason: string; by: string; at: string } | null;
  cohort: { id: string; n: number } | null;
  /** The bill of the account in the run's cycle, drafts too; null when there is nothing to bill. */
  bill: { id: string; number: string | null; state: string } | null;
};

/** How many findings of a severity an account has; nothing to count where there are none, as nearly everywhere. */
const countOf = (severity: string) => `case when r.issues = '[]' then 0 else (
  select count(*)::int from jsonb_array_elements(r.issues) as i(issue) where i.issue->>'severity' = '${severity}') end`;

/**
 * The accounts of a run that fit. Those with errors come first. What only the page shows is a subquery of its own: PostgreSQL
 * asks for it once the page is cut.
 */
export function listRunAccounts(
  sql: Sql,
  runId: string,
  filter: RunAccountFilter,
  query: Pick<ListQuery, 'sort' | 'after' | 'pageSize'>,
): Promise<Page<RunAccountRow>> {
  const params: unknown[] = [runId];
  return readPage(
    sql,
    {
      select: `
        select a.id, a.number, a.name, a.currency, y.name as "customerName",
          json_build_object('id', y.id, 'slug', y.slug, 'name', y.name) as customer,
          r.state, r.change, r.total_minor as "totalMinor", coalesce(r.total_minor, 0) as "sortTotal", r.issues,
          r.previous_minor as "previousMinor", r.differences,
          abs(coalesce(r.total_minor, 0) - coalesce(r.previous_minor, 0)) as "sortChange",
          ${countOf('error')} as errors, ${countOf('warning')} as warnings,
          ${countOf('error')} * 1000 + ${countOf('warning')} as findings,
          (select json_build_object('kind', h.kind, 'reason', h.reason, 'by', h.created_by, 'at', h.created_at)
           from account_hold h
           where h.operator_id = r.operator_id and h.billing_account_id = r.billing_account_id
             and h.cycle_id = n.cycle_id and h.ended_at is null) as said,
          (select json_build_object('id', c.id, 'n', c.n) from bill_run_cohort c
           where c.operator_id = r.operator_id and c.id = r.cohort_id) as cohort,
          (select json_build_object('id', b.id, 'number', b.number, 'state', b.state) from bill b
           where b.operator_id = r.operator_id and b.billing_account_id = r.billing_account_id
             and b.cycle_id = n.cycle_id and b.kind = n.kind and b.state <> 'cancelled'
           order by b.sequence desc limit 1) as bill
        from ${RUN_ACCOUNT_TABLES}
        where ${runAccountWhere(filter, params)}`,
      params,
      sortable: {
        findings: { column: 'findings', type: 'int4' },
        number: { column: 'number', type: 'text' },
        customer: { column: '"customerName"', type: 'text' },
        total: { column: '"sortTotal"', type: 'int8' },
        change: { column: '"sortChange"', type: 'int8' },
      },
      defaultSort: { id: 'findings', descending: true },
    },
    query,
  );
}
