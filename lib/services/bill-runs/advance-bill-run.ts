import {
  type BillRunRow,
  countRunAccounts,
  findBillRun,
  lockBillRun,
  notifyBillRun,
} from '@/lib/db/bill-runs';
import { type CycleRow, findCycleRow, readReference } from '@/lib/db/billing-reference';
import { appendEvent } from '@/lib/db/outbox';
import { addRunAccounts, isRunAccountLeft, takeRunAccounts } from '@/lib/db/run-accounts';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import type { BillRunState } from '@/lib/domain/billing/state';
import { failpoint } from '@/lib/failpoint';
import { billChunk, type ChunkContext } from '@/lib/services/bill-runs/bill-chunk';
import { billingReference } from '@/lib/services/bill-runs/billing-reference';
import { applyChange, requireRun } from '@/lib/services/bill-runs/change-bill-run';
import { accountsPerChunk, type ChunkOptions, LANES } from '@/lib/services/bill-runs/chunk-options';
import { runPeriod } from '@/lib/services/bill-runs/run-period';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { inLanes } from '@/lib/services/in-lanes';
import { retrying } from '@/lib/services/retrying';

/**
 * This process's lanes of a bill run: each takes chunk after chunk of pending accounts until none is left or the run is stopped;
 * then the run is brought to review. Any number of lanes, in any number of processes, share the accounts; each chunk is one
 * transaction, so a lane that dies leaves whole chunks and no others, and starting it again goes on from there. Answers the
 * run's state.
 */
export async function advanceBillRun(
  ctx: ServiceContext,
  runId: string,
  options: ChunkOptions = {},
): Promise<BillRunState> {
  authorise(ctx, 'bill-run.manage');
  const begun = await beginRun(ctx, runId);
  if (begun.run.state !== 'running') return begun.run.state;
  const { pending, ...context } = await chunkContext(ctx, begun);
  const { signal, lanes = LANES, accountsPerChunk: count = accountsPerChunk(pending) } = options;
  while (!signal?.aborted) {
    await inLanes(lanes, signal, (stop) => advanceLane(ctx, context, count, stop));
    if (signal?.aborted) break;
    const state = await completeRun(ctx, runId);
    if (state !== 'running') return state;
  }
  return 'running';
}

type Begun = { run: BillRunRow; cycle: CycleRow };

/**
 * The first lane writes down which accounts take part; the others wait for it and go on. Who comes later does not ask for the run's
 * lock: it would wait for every chunk that is under way, and every new one for it.
 */
async function beginRun(ctx: ServiceContext, runId: string): Promise<Begun> {
  const begun = await withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const seen = await findBillRun(sql, runId);
    const run = seen && seen.state !== 'queued' ? seen : await requireRun(sql, runId);
    const cycle = await findCycleRow(sql, run.cycleId);
    if (!cycle) throw new Error(`The cycle ${run.cycleId} of run ${runId} is not there`);
    if (run.state !== 'queued') return { run, cycle };
    if (run.kind === 'cycle') await addRunAccounts(sql, run, cycle);
    const set = { startedAt: ctx.now };
    const started = await applyChange(ctx, sql, run, {
      event: 'start',
      action: 'begun',
      cycle: 'rating',
      set,
    });
    failpoint('bill-run.begin.before-commit');
    return { run: started, cycle };
  });
  failpoint('bill-run.begin.after-commit');
  return begun;
}

async function chunkContext(
  ctx: ServiceContext,
  { run, cycle }: Begun,
): Promise<ChunkContext & { pending: number }> {
  return withTenantSql(scopeOf(ctx.actor), async (sql) => ({
    pending: (await countRunAccounts(sql, run.id)).pending,
    runId: run.id,
    dryRun: run.dryRun,
    billed: { ...(await runPeriod(sql, run, cycle)), cycleId: cycle.id },
    reference: billingReference(await readReference(sql, cycle.id)),
  }));
}

/** Until no account is free, or the run goes no further. */
async function advanceLane(
  ctx: ServiceContext,
  context: ChunkContext,
  count: number,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const taken = await retrying(() => advanceChunk(ctx, context, count));
    if (taken === 0) return;
    failpoint('bill-run.chunk.after-commit');
  }
}

/** Answers how many accounts it billed; none when no account is free, or when the run was paused or cancelled meanwhile. */
function advanceChunk(ctx: ServiceContext, context: ChunkContext, count: number): Promise<number> {
  const { operatorId } = ctx.actor;
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const run = await lockBillRun(sql, context.runId, 'shared');
    if (run?.state !== 'running') return 0;
    const accountIds = await takeRunAccounts(sql, run.id, 'pending', count);
    if (accountIds.length === 0) return 0;
    failpoint('bill-run.chunk.taken');
    await billChunk(sql, context, accountIds);
    await notifyBillRun(sql, operatorId, run.id);
    failpoint('bill-run.chunk.before-commit');
    return accountIds.length;
  });
}

/**
 * Waits for the chunks in other hands. `running`: one of those lanes died, and its accounts are free again; this one must take
 * them, for there may be no other.
 */
async function completeRun(ctx: ServiceContext, runId: string): Promise<BillRunState> {
  const state = await withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const run = await requireRun(sql, runId);
    if (run.state !== 'running' || (await isRunAccountLeft(sql, runId, 'pending'))) return run.state;
    const reviewed = await present(ctx, sql, run);
    failpoint('bill-run.complete.before-commit');
    return reviewed.state;
  });
  failpoint('bill-run.complete.after-commit');
  return state;
}

async function present(ctx: ServiceContext, sql: Sql, run: BillRunRow): Promise<BillRunRow> {
  const counts = await countRunAccounts(sql, run.id);
  const set = run.dryRun ? { finishedAt: ctx.now } : {};
  const reviewed = await applyChange(ctx, sql, run, {
    event: 'complete',
    action: 'completed',
    cycle: 'review',
    set,
  });
  await appendEvent(sql, ctx.actor.operatorId, {
    type: 'bill-run.review',
    entityType: 'bill_run',
    entityId: run.id,
    payload: { cycleId: run.cycleId, dryRun: run.dryRun, ...counts },
  });
  const allIssued = counts.issued > 0 && counts.issued === counts.total;
  return allIssued && !run.dryRun ? endWithNothingToDo(ctx, sql, reviewed) : reviewed;
}

/** Every bill of the cycle is issued already: there is nothing to review. */
async function endWithNothingToDo(ctx: ServiceContext, sql: Sql, run: BillRunRow): Promise<BillRunRow> {
  const approved = await applyChange(ctx, sql, run, {
    event: 'approve',
    action: 'approved',
    cycle: 'approved',
  });
  const issuing = await applyChange(ctx, sql, approved, { event: 'issue', action: 'issue-started' });
  const set = { finishedAt: ctx.now };
  return applyChange(ctx, sql, issuing, { event: 'finish', action: 'issued', cycle: 'issued', set });
}
