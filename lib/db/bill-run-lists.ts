import type { BillRunRow, RunCounts } from '@/lib/db/bill-runs';
import { containing, type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';
import type { Issue } from '@/lib/domain/money/issue';

export type CycleRunRow = Pick<
  BillRunRow,
  'id' | 'state' | 'dryRun' | 'requestedBy' | 'createdAt' | 'finishedAt'
> &
  Pick<RunCounts, 'total' | 'held' | 'created' | 'updated' | 'unchanged'>;

/** A cycle's runs, the latest first, dry ones too; at most `limit`. */
export const listCycleRuns = (sql: Sql, cycleId: string, limit: number): Promise<CycleRunRow[]> =>
  sql.query<CycleRunRow>(
    `select r.id, r.state, r.dry_run as "dryRun", r.requested_by as "requestedBy", r.created_at as "createdAt",
       r.finished_at as "finishedAt", c.total, c.held, c.created, c.updated, c.unchanged
     from bill_run r
     cross join lateral (
       select count(*)::int as total, count(*) filter (where a.state = 'held')::int as held,
         count(*) filter (where a.change = 'created')::int as created,
         count(*) filter (where a.change = 'updated')::int as updated,
         count(*) filter (where a.change = 'unchanged')::int as unchanged
       from bill_run_account a where a.operator_id = r.operator_id and a.run_id = r.id) c
     where r.cycle_id::text = $1
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
  state: 'pending' | 'done' | 'held' | 'issued';
  change: 'created' | 'updated' | 'unchanged' | null;
  totalMinor: bigint | null;
  issues: Issue[];
  errors: number;
  warnings: number;
  /** The bill of the account in the run's cycle, drafts too; null when there is nothing to bill. */
  bill: { id: string; number: string | null; state: string } | null;
};

/** The accounts of a run; filters `state`, `change`, `severity` (of any of its issues), `currency`,
 * `account` (id). Those with errors come first. */
export function listRunAccounts(sql: Sql, runId: string, query: ListQuery): Promise<Page<RunAccountRow>> {
  return readPage(
    sql,
    {
      select: `
        select a.id, a.number, a.name, a.currency, y.name as "customerName",
          json_build_object('id', y.id, 'slug', y.slug, 'name', y.name) as customer,
          r.state, r.change, r.total_minor as "totalMinor", coalesce(r.total_minor, 0) as "sortTotal", r.issues,
          f.errors, f.warnings, f.errors * 1000 + f.warnings as findings,
          case when b.id is null then null
            else json_build_object('id', b.id, 'number', b.number, 'state', b.state) end as bill
        from bill_run_account r
        join bill_run n on n.operator_id = r.operator_id and n.id = r.run_id
        join billing_account a on a.operator_id = r.operator_id and a.id = r.billing_account_id
        join party y on y.operator_id = a.operator_id and y.id = a.customer_id
        cross join lateral (
          select count(*) filter (where i.issue->>'severity' = 'error')::int as errors,
            count(*) filter (where i.issue->>'severity' = 'warning')::int as warnings
          from jsonb_array_elements(r.issues) as i(issue)) f
        left join bill b on b.operator_id = r.operator_id and b.billing_account_id = r.billing_account_id
          and b.cycle_id = n.cycle_id and b.kind = 'cycle' and b.state <> 'cancelled'
        where r.run_id::text = $1 and ($2 = '' or a.number ilike $3 or a.name ilike $3 or y.name ilike $3)
          and (cardinality($4::text[]) = 0 or r.state = any($4))
          and (cardinality($5::text[]) = 0 or r.change = any($5))
          and (cardinality($6::text[]) = 0 or 'error' = any($6) and f.errors > 0
            or 'warning' = any($6) and f.warnings > 0)
          and (cardinality($7::text[]) = 0 or a.currency = any($7))
          and (cardinality($8::text[]) = 0 or a.id::text = any($8))`,
      params: [
        runId,
        query.q,
        containing(query.q),
        query.filters.state ?? [],
        query.filters.change ?? [],
        query.filters.severity ?? [],
        query.filters.currency ?? [],
        query.filters.account ?? [],
      ],
      sortable: {
        findings: { column: 'findings', type: 'int4' },
        number: { column: 'number', type: 'text' },
        customer: { column: '"customerName"', type: 'text' },
        total: { column: '"sortTotal"', type: 'int8' },
      },
      defaultSort: { id: 'findings', descending: true },
    },
    query,
  );
}
