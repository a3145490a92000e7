import { appendAudit } from '@/lib/db/audit';
import { type BillRunRow, lockBillRun, notifyBillRun } from '@/lib/db/bill-runs';
import { findCycleRow, readReference } from '@/lib/db/billing-reference';
import { isRunAccountLeft, takeRunAccounts } from '@/lib/db/run-accounts';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import type { BillRunState } from '@/lib/domain/billing/state';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import { failpoint } from '@/lib/failpoint';
import { billingReference } from '@/lib/services/bill-runs/billing-reference';
import { applyChange, requireRun } from '@/lib/services/bill-runs/change-bill-run';
import { ACCOUNTS_PER_CHUNK, type ChunkOptions, LANES } from '@/lib/services/bill-runs/chunk-options';
import { discardDrafts } from '@/lib/services/bill-runs/discard-drafts';
import { type IssueContext, issueChunk } from '@/lib/services/bill-runs/issue-chunk';
import { NumberingOrder } from '@/lib/services/bill-runs/numbering-order';
import { hasCumulativeTerms } from '@/lib/services/bill-runs/settle-cumulative-terms';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { inLanes } from '@/lib/services/in-lanes';
import { queueCredit } from '@/lib/services/payments/queue-credit';
import { retrying } from '@/lib/services/retrying';

/**
 * Issues the bills of an approved run, chunk by chunk: number, hash, books and events of a chunk are one transaction. Chunks are
 * prepared side by side and numbered in the order of the accounts. Interrupted, it goes on after the last whole chunk; asked
 * twice, it does nothing twice. Held accounts stay held. Answers the run's state. Fails: AppError `wrong_state` for a run that is not approved.
 */
export async function issueBillRun(
  ctx: ServiceContext,
  runId: string,
  options: ChunkOptions = {},
): Promise<BillRunState> {
  authorise(ctx, 'bill-run.manage');
  const run = await beginIssue(ctx, runId);
  if (run.state !== 'issuing') return run.state;
  const context = await issueContext(ctx, run);
  const { signal, lanes = LANES, accountsPerChunk = ACCOUNTS_PER_CHUNK } = options;
  const order = new NumberingOrder();
  while (!signal?.aborted) {
    await inLanes(isOneByOne(context) ? 1 : lanes, signal, (stop) =>
      issueLane(ctx, context, { order, count: accountsPerChunk, signal: stop }),
    );
    if (signal?.aborted) break;
    const state = await finishIssue(ctx, context);
    failpoint('bill-run.issue.after-commit');
    if (state !== 'issuing') return state;
  }
  return 'issuing';
}

/** Bills on demand look at each other, and cumulative terms count from bill to bill: their chunks need what the one before wrote. */
const isOneByOne = ({ kind, reference }: IssueContext): boolean =>
  kind !== 'cycle' || hasCumulativeTerms(reference);

type Lane = { order: NumberingOrder; count: number; signal: AbortSignal };

/** Until no account is free, or the run goes no further. */
async function issueLane(
  ctx: ServiceContext,
  context: IssueContext,
  { order, count, signal }: Lane,
): Promise<void> {
  while (!signal.aborted) {
    const taken = await retrying(() => issueNext(ctx, context, order, count));
    if (taken === 0) return;
    failpoint('bill-run.issue.after-commit');
  }
}

function beginIssue(ctx: ServiceContext, runId: string): Promise<BillRunRow> {
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const run = await requireRun(sql, runId);
    if (run.state === 'issuing' || run.state === 'issued') return run;
    return applyChange(ctx, sql, run, { event: 'issue', action: 'issue-started' });
  });
}

/** What every chunk of an issue needs, read once; the bills are dated `run.issuedOn`. */
export async function issueContext(ctx: ServiceContext, run: BillRunRow): Promise<IssueContext> {
  const scope = scopeOf(ctx.actor);
  const cycle = await withTenantSql(scope, (sql) => findCycleRow(sql, run.cycleId));
  if (!cycle || !run.issuedOn) throw new Error(`The run ${run.id} has no cycle or no day of issue`);
  const period = { from: cycle.periodFrom as CivilDate, to: cycle.periodTo as CivilDate };
  const rows = await withTenantSql(scope, (sql) => readReference(sql, run.cycleId));
  return {
    runId: run.id,
    cycleId: run.cycleId,
    kind: run.kind,
    ...period,
    billTo: run.billTo,
    issuedOn: run.issuedOn as CivilDate,
    reference: billingReference(rows),
  };
}

/** One chunk; answers how many accounts it had. */
function issueNext(
  ctx: ServiceContext,
  context: IssueContext,
  order: NumberingOrder,
  count: number,
): Promise<number> {
  const { operatorId } = ctx.actor;
  const { runId, issuedOn } = context;
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const place = await order.enter(sql, async () => {
      const run = await lockBillRun(sql, runId, 'shared');
      return run?.state === 'issuing' ? takeRunAccounts(sql, runId, 'done', count) : [];
    });
    const { accountIds } = place;
    if (accountIds.length === 0) return 0;
    const issued = await issueChunk(sql, context, accountIds, place).finally(place.leave);
    await appendAudit(sql, ctx.actor, {
      action: 'bill.issued',
      entityType: 'bill_run',
      entityId: runId,
      after: { ...issued, issuedOn },
    });
    await notifyBillRun(sql, operatorId, runId);
    failpoint('bill-run.issue.before-commit');
    return accountIds.length;
  });
}

/** Waits for chunks in other hands. `issuing`: one of those was given up, and its accounts are free again. */
function finishIssue(ctx: ServiceContext, { runId }: IssueContext): Promise<BillRunState> {
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const run = await requireRun(sql, runId);
    if (run.state !== 'issuing' || (await isRunAccountLeft(sql, runId, 'done'))) return run.state;
    const issued = await applyChange(ctx, sql, run, {
      event: 'finish',
      action: 'issued',
      cycle: 'issued',
      set: { finishedAt: ctx.now },
    });
    await discardDrafts(sql, run);
    await queueCredit(sql, ctx.actor.operatorId);
    failpoint('bill-run.issue.finished');
    return issued.state;
  });
}
