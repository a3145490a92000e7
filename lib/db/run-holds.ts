import { RUN_ACCOUNT_TABLES, type RunAccountFilter, runAccountWhere } from '@/lib/db/run-account-filter';
import type { Sql } from '@/lib/db/tenant';
import type { AccountHoldKind } from '@/lib/domain/billing/hold-cause';
import type { RunAccountState } from '@/lib/domain/billing/state';
import type { Issue } from '@/lib/domain/money/issue';

export type HeldAccountRow = {
  accountId: string;
  number: string;
  state: RunAccountState;
  issues: Issue[];
  said: AccountHoldKind | null;
};

/** The accounts of a run that fit, with all that decides whether they are held; in the order of their ids. */
export const readHoldable = (
  sql: Sql,
  runId: string,
  filter: RunAccountFilter,
): Promise<HeldAccountRow[]> => {
  const params: unknown[] = [runId];
  return sql.query<HeldAccountRow>(
    `select r.billing_account_id as "accountId", a.number, r.state, r.issues, h.kind as said
     from ${RUN_ACCOUNT_TABLES}
     left join account_hold h on h.operator_id = r.operator_id and h.billing_account_id = r.billing_account_id
       and h.cycle_id = n.cycle_id and h.ended_at is null
     where ${runAccountWhere(filter, params)}
     order by r.billing_account_id`,
    params,
  );
};

/** The runs of a cycle that have not ended, dry ones aside: the cycle's own first. */
export async function listActiveRunIds(sql: Sql, cycleId: string): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select id from bill_run where cycle_id = $1::uuid and not dry_run and state not in ('issued', 'cancelled')
     order by kind <> 'cycle', id`,
    [cycleId],
  );
  return rows.map(({ id }) => id);
}

/**
 * Keeps accounts of a run back, or lets them go: their rows in the run and their drafts. The caller has the run locked, so no
 * worker is in the middle of them.
 */
export async function setRunAccountsHeld(
  sql: Sql,
  run: { id: string; cycleId: string },
  accountIds: readonly string[],
  held: boolean,
): Promise<void> {
  if (accountIds.length === 0) return;
  await sql.query(
    `update bill_run_account set state = $3 where run_id = $1::uuid and billing_account_id = any($2::uuid[]) and state = $4`,
    [run.id, accountIds, held ? 'held' : 'done', held ? 'done' : 'held'],
  );
  await sql.query(
    `update bill b set state = $3 from bill_run n
     where n.id = $1::uuid and b.operator_id = n.operator_id and b.cycle_id = n.cycle_id and b.kind = n.kind
       and b.billing_account_id = any($2::uuid[]) and b.state = any($4::text[])`,
    [run.id, accountIds, held ? 'held' : 'draft', held ? ['draft', 'approved'] : ['held']],
  );
}
