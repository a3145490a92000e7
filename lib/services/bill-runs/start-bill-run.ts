import { appendAudit } from '@/lib/db/audit';
import { insertBillRun, lockActiveRun, lockCycle } from '@/lib/db/bill-runs';
import { findCycleRow } from '@/lib/db/billing-reference';
import { newId } from '@/lib/db/id';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { conflict, notFound } from '@/lib/errors';
import { type BillRunView, readBillRunView } from '@/lib/services/bill-runs/bill-run-view';
import { applyChange } from '@/lib/services/bill-runs/change-bill-run';
import { enqueueLanes } from '@/lib/services/bill-runs/enqueue-run';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { settleExpectations } from '@/lib/services/expectations/settle-expectations';

/**
 * Starts a run of a cycle whose period is over; workers do the rest. A run that waits for review or issue is superseded: its
 * drafts stay, and the new run changes what differs. A dry run stands beside others and writes no bill.
 * Fails: `not_found`, `cycle_not_ended`, `run_in_progress`, which names the run (both 409).
 */
export async function startBillRun(
  ctx: ServiceContext,
  { cycleId, dryRun = false }: { cycleId: string; dryRun?: boolean },
): Promise<BillRunView> {
  authorise(ctx, 'bill-run.manage');
  const { operatorId } = ctx.actor;
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    await lockCycle(sql, cycleId);
    await requireEndedCycle(ctx, sql, cycleId);
    if (!dryRun) await supersede(ctx, sql, cycleId);
    if (!dryRun) await settleExpectations(sql, ctx, cycleId);

    const run = {
      id: newId(),
      cycleId,
      kind: 'cycle',
      billTo: null,
      dryRun,
      requestedBy: ctx.actor.name,
      createdAt: ctx.now,
    } as const;
    await insertBillRun(sql, operatorId, run);
    await enqueueLanes(sql, operatorId, run.id);
    await appendAudit(sql, ctx.actor, {
      action: 'bill-run.started',
      entityType: 'bill_run',
      entityId: run.id,
      after: { cycleId, dryRun },
    });
    const started = { startedAt: null, finishedAt: null, issuedOn: null, failure: null };
    return readBillRunView(sql, { ...run, ...started, state: 'queued' });
  });
}

async function requireEndedCycle(ctx: ServiceContext, sql: Sql, cycleId: string): Promise<void> {
  const cycle = await findCycleRow(sql, cycleId);
  if (!cycle) throw notFound('The bill cycle');
  if (Date.parse(cycle.toAt) <= Date.parse(ctx.now)) return;
  throw conflict(
    'cycle_not_ended',
    `This cycle runs until ${cycle.periodTo} (${cycle.timeZone}); run it after that.`,
  );
}

async function supersede(ctx: ServiceContext, sql: Sql, cycleId: string): Promise<void> {
  const active = await lockActiveRun(sql, cycleId);
  if (!active) return;
  if (active.state !== 'review' && active.state !== 'approved') {
    throw conflict(
      'run_in_progress',
      `The run ${active.id} of this cycle is ${active.state}. Wait for it, or cancel it.`,
    );
  }
  await applyChange(ctx, sql, active, {
    event: 'cancel',
    action: 'superseded',
    cycle: 'collecting',
    set: { finishedAt: ctx.now },
  });
}
