import { appendAudit } from '@/lib/db/audit';
import { type BillRunRow, lockBillRun, notifyBillRun } from '@/lib/db/bill-runs';
import { findCycleRow, readReference } from '@/lib/db/billing-reference';
import { takeRunAccounts } from '@/lib/db/run-accounts';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import type { BillRunState } from '@/lib/domain/billing/state';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import { failpoint } from '@/lib/failpoint';
import { billingReference } from '@/lib/services/bill-runs/billing-reference';
import { applyChange, requireRun } from '@/lib/services/bill-runs/change-bill-run';
import { ACCOUNTS_PER_CHUNK, type ChunkOptions } from '@/lib/services/bill-runs/chunk-options';
import { discardDrafts } from '@/lib/services/bill-runs/discard-drafts';
import { type IssueContext, issueChunk } from '@/lib/services/bill-runs/issue-chunk';
import { retrying } from '@/lib/services/bill-runs/retrying';
import { authorise, type ServiceContext } from '@/lib/services/context';

/**
 * Issues the bills of an approved run, chunk by chunk in the order of the accounts: number, hash, books and events of a chunk are
 * one transaction. Interrupted, it goes on after the last whole chunk; asked twice, it does nothing twice. Held accounts stay
 * held. Answers the run's state. Fails: AppError `wrong_state` for a run that is not approved.
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
  while (!options.signal?.aborted) {
    const state = await retrying(() =>
      advanceIssue(ctx, context, options.accountsPerChunk ?? ACCOUNTS_PER_CHUNK),
    );
    failpoint('bill-run.issue.after-commit');
    if (state !== 'issuing') return state;
  }
  return 'issuing';
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

/** One chunk, or the run's end when no account is left. The lock makes issuers of one run queue up. */
function advanceIssue(ctx: ServiceContext, context: IssueContext, count: number): Promise<BillRunState> {
  const { operatorId } = ctx.actor;
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const run = await lockBillRun(sql, context.runId, 'exclusive');
    if (run?.state !== 'issuing') return run?.state ?? 'cancelled';
    const accountIds = await takeRunAccounts(sql, run.id, 'done', count);
    if (accountIds.length === 0) {
      const set = { finishedAt: ctx.now };
      const issued = await applyChange(ctx, sql, run, {
        event: 'finish',
        action: 'issued',
        cycle: 'issued',
        set,
      });
      await discardDrafts(sql, run);
      failpoint('bill-run.issue.finished');
      return issued.state;
    }
    const issued = await issueChunk(sql, context, accountIds);
    await appendAudit(sql, ctx.actor, {
      action: 'bill.issued',
      entityType: 'bill_run',
      entityId: run.id,
      after: { ...issued, issuedOn: context.issuedOn },
    });
    await notifyBillRun(sql, operatorId, run.id);
    failpoint('bill-run.issue.before-commit');
    return run.state;
  });
}
