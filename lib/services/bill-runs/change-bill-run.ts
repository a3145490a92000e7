import { appendAudit } from '@/lib/db/audit';
import {
  type BillRunRow,
  lockBillRun,
  notifyBillRun,
  setCycleState,
  updateBillRun,
} from '@/lib/db/bill-runs';
import { findCycleRow } from '@/lib/db/billing-reference';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { BILL_RUN, type BillCycleState, type BillRunEvent, transition } from '@/lib/domain/billing/state';
import { AppError, conflict, notFound } from '@/lib/errors';
import { type BillRunView, readBillRunView } from '@/lib/services/bill-runs/bill-run-view';
import { type CycleGoal, cycleStateTowards } from '@/lib/services/bill-runs/cycle-path';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type RunChange = {
  event: BillRunEvent;
  /** The verb in the audit trail: `bill-run.<action>`. */
  action: string;
  cycle?: CycleGoal;
  /** What the audit trail says besides. */
  details?: Readonly<Record<string, unknown>>;
  set?: Partial<Pick<BillRunRow, 'startedAt' | 'finishedAt' | 'issuedOn' | 'failure'>>;
};

/** A person's change of a run: authorise, lock, decide by the state table, save with its trail, `then` in the same transaction. */
export async function changeBillRun(
  ctx: ServiceContext,
  runId: string,
  decide: (run: BillRunRow, sql: Sql) => RunChange | Promise<RunChange>,
  then: (run: BillRunRow, sql: Sql) => Promise<void> = async () => {},
): Promise<BillRunView> {
  authorise(ctx, 'bill-run.manage');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const run = await requireRun(sql, runId);
    const changed = await applyChange(ctx, sql, run, await decide(run, sql));
    await then(changed, sql);
    return readBillRunView(sql, changed);
  });
}

/** The run's row, locked; someone else's run is as unknown as none. */
export async function requireRun(sql: Sql, runId: string): Promise<BillRunRow> {
  const run = await lockBillRun(sql, runId, 'exclusive');
  if (!run) throw notFound('The bill run');
  return run;
}

/** Fails: AppError `wrong_state` (409) when the run's state does not take the event. */
export async function applyChange(
  ctx: ServiceContext,
  sql: Sql,
  run: BillRunRow,
  { event, action, cycle, details = {}, set = {} }: RunChange,
): Promise<BillRunRow> {
  const moved = transition(BILL_RUN, run.state, event);
  if (!moved.ok) throw conflict('wrong_state', moved.issues[0]!.message);
  await updateBillRun(sql, run.id, { ...set, state: moved.value });
  if (cycle && run.kind === 'cycle' && !run.dryRun) await moveCycle(sql, run.cycleId, cycle);
  await appendAudit(sql, ctx.actor, {
    action: `bill-run.${action}`,
    entityType: 'bill_run',
    entityId: run.id,
    before: { state: run.state },
    after: { state: moved.value, ...set, ...details },
  });
  await notifyBillRun(sql, ctx.actor.operatorId, run.id);
  return { ...run, ...set, state: moved.value };
}

async function moveCycle(sql: Sql, cycleId: string, goal: CycleGoal): Promise<void> {
  const cycle = await findCycleRow(sql, cycleId);
  if (!cycle) throw new Error(`The cycle ${cycleId} of a run is not there`);
  await setCycleState(sql, cycleId, cycleStateTowards(cycle.state as BillCycleState, goal));
}

export function refuseDryRun(run: BillRunRow): void {
  if (!run.dryRun) return;
  throw new AppError(
    'conflict',
    'dry_run',
    'A dry run writes no bills, so there is nothing to approve or issue.',
  );
}
