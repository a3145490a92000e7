import { appendAudit } from '@/lib/db/audit';
import { appendEvent } from '@/lib/db/outbox';
import { insertDuePayouts, takeEntries, takePayoutsToPrepare } from '@/lib/db/payout-preparation';
import { takePayoutsToApprove } from '@/lib/db/payouts';
import { planByKeys } from '@/lib/db/plan-by-keys';
import {
  countRunPayouts,
  hasPayouts,
  IS_READY,
  lockSettlementRun,
  type SettlementRunChange,
  type SettlementRunRow,
  updateSettlementRun,
} from '@/lib/db/settlement-runs';
import type { Sql } from '@/lib/db/tenant';
import type { SettlementRunState } from '@/lib/domain/settlement/payout-state';
import { notFound } from '@/lib/errors';
import { failpoint } from '@/lib/failpoint';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { inLanes } from '@/lib/services/in-lanes';
import { bookApprovals } from '@/lib/services/payouts/book-approvals';
import { withBooks } from '@/lib/services/receivables/with-books';
import { computePayouts } from '@/lib/services/settlement-runs/compute-payouts';
import { releaseReserves } from '@/lib/services/settlement-runs/release-reserves';
import { topUpGuarantees } from '@/lib/services/settlement-runs/top-up-guarantees';

export type AdvanceOptions = { signal?: AbortSignal; payoutsPerChunk?: number };

const PAYOUTS_PER_CHUNK = 125;
const APPROVALS_PER_CHUNK = 25;
const LANES = 2;

/**
 * Brings a run as far as it can come without a person: from queued to review, and from approving to done. Every step is one transaction and
 * starts from what is stored, so a worker that dies leaves whole steps and no others, and any worker goes on from there. Answers the
 * run's state.
 */
export async function advanceSettlementRun(
  ctx: ServiceContext,
  runId: string,
  { signal, payoutsPerChunk = PAYOUTS_PER_CHUNK }: AdvanceOptions = {},
): Promise<SettlementRunState> {
  authorise(ctx, 'payout.manage');
  let state = await inRun(ctx, runId, (sql, run) => begin(sql, ctx, run));
  failpoint('settlement-run.begin.after-commit');
  while (!signal?.aborted && state === 'preparing') {
    await inLanes(LANES, signal, (stop) => prepareLane(ctx, runId, payoutsPerChunk, stop));
    if (signal?.aborted) break;
    state = await inRun(ctx, runId, (sql, run) => complete(sql, ctx, run));
  }
  failpoint('settlement-run.complete.after-commit');
  while (!signal?.aborted && state === 'approving') {
    state = await inRun(ctx, runId, (sql, run) =>
      approveNext(sql, ctx, run, Math.min(payoutsPerChunk, APPROVALS_PER_CHUNK)),
    );
    failpoint('settlement-run.approve.after-commit');
  }
  return state;
}

/** Until no payout is free: entries are taken where they are, in the database, which has as many processors as lanes use. */
async function prepareLane(
  ctx: ServiceContext,
  runId: string,
  count: number,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const taken = await prepareChunk(ctx, runId, count);
    failpoint('settlement-run.chunk.after-commit');
    if (taken === 0) return;
  }
}

function inRun(
  ctx: ServiceContext,
  runId: string,
  step: (sql: Sql, run: SettlementRunRow) => Promise<SettlementRunState>,
): Promise<SettlementRunState> {
  return withBooks(ctx.actor, async (sql) => {
    const run = await lockSettlementRun(sql, runId, 'exclusive');
    if (!run) throw notFound('The settlement run');
    return step(sql, run);
  });
}

/** What falls due with the day of the run is booked first; then every party with open entries gets a payout to be prepared. */
async function begin(sql: Sql, ctx: ServiceContext, run: SettlementRunRow): Promise<SettlementRunState> {
  if (run.state !== 'queued') return run.state;
  const { operatorId } = ctx.actor;
  const guarantees = await topUpGuarantees(sql, operatorId, run.throughOn);
  const reserves = await releaseReserves(sql, operatorId, run.throughOn);
  const payouts = await insertDuePayouts(sql, operatorId, run, ctx.now);
  const state = await changeRun(sql, ctx, run, { state: 'preparing' }, { guarantees, reserves, payouts });
  failpoint('settlement-run.begin.before-commit');
  return state;
}

/** Answers how many payouts it prepared: none when none is free, or when the run was cancelled meanwhile. */
function prepareChunk(ctx: ServiceContext, runId: string, count: number): Promise<number> {
  return withBooks(ctx.actor, async (transaction) => {
    const sql = await planByKeys(transaction);
    const run = await lockSettlementRun(sql, runId, 'shared');
    if (run?.state !== 'preparing') return 0;
    const payoutIds = await takePayoutsToPrepare(sql, runId, count);
    if (payoutIds.length === 0) return 0;
    failpoint('settlement-run.chunk.taken');
    await takeEntries(sql, payoutIds);
    await computePayouts(sql, ctx, payoutIds);
    failpoint('settlement-run.chunk.before-commit');
    return payoutIds.length;
  });
}

/** Waits for the chunks in other hands; if one of those workers died, its payouts are free again, and there is more to do. */
async function complete(sql: Sql, ctx: ServiceContext, run: SettlementRunRow): Promise<SettlementRunState> {
  if (run.state !== 'preparing' || (await hasPayouts(sql, run.id, 'preparing'))) return run.state;
  const counts = await countRunPayouts(sql, run.id);
  const isEmpty = counts.every(({ state }) => state === 'cancelled');
  const state = await changeRun(
    sql,
    ctx,
    run,
    { state: isEmpty ? 'done' : 'review', preparedAt: ctx.now, ...(isEmpty && { finishedAt: ctx.now }) },
    { payouts: counts.reduce((sum, { payouts }) => sum + payouts, 0) },
  );
  await tellRun(sql, ctx, run.id, isEmpty ? 'settlement-run.done' : 'settlement-run.review');
  failpoint('settlement-run.complete.before-commit');
  return state;
}

/** Some payouts a transaction, by partner, so that the numbers are in the order of names; then the run is done, or partly. */
async function approveNext(
  transaction: Sql,
  ctx: ServiceContext,
  run: SettlementRunRow,
  count: number,
): Promise<SettlementRunState> {
  if (run.state !== 'approving') return run.state;
  const sql = await planByKeys(transaction);
  const approver = { id: run.approvedById!, name: run.approvedBy! };
  const payouts = await takePayoutsToApprove(sql, run.id, IS_READY, approver.id, count);
  if (payouts.length > 0) {
    await bookApprovals(sql, ctx, payouts, approver);
    failpoint('settlement-run.approve.before-commit');
    return run.state;
  }
  const isLeft = await hasPayouts(sql, run.id, 'review');
  const finished = isLeft ? {} : { finishedAt: ctx.now };
  const state = await changeRun(sql, ctx, run, { state: isLeft ? 'partly' : 'done', ...finished }, {});
  if (!isLeft) await tellRun(sql, ctx, run.id, 'settlement-run.done');
  failpoint('settlement-run.finish.before-commit');
  return state;
}

async function changeRun(
  sql: Sql,
  ctx: ServiceContext,
  run: SettlementRunRow,
  change: SettlementRunChange,
  details: Record<string, unknown>,
): Promise<SettlementRunState> {
  await updateSettlementRun(sql, run.id, change);
  await appendAudit(sql, ctx.actor, {
    action: `settlement-run.${change.state}`,
    entityType: 'settlement_run',
    entityId: run.id,
    before: { state: run.state },
    after: { state: change.state, ...details },
  });
  return change.state;
}

const tellRun = (sql: Sql, ctx: ServiceContext, runId: string, type: string): Promise<void> =>
  appendEvent(sql, ctx.actor.operatorId, {
    type,
    entityType: 'settlement_run',
    entityId: runId,
    payload: { settlementRun: runId },
  });
