import { appendAudit } from '@/lib/db/audit';
import { type BillRunRow, lockBillRun, notifyBillRun } from '@/lib/db/bill-runs';
import { isRunAccountLeft } from '@/lib/db/run-accounts';
import {
  findCohort,
  listOpenCohorts,
  type RunCohortRow,
  takeCohortAccounts,
  updateCohort,
} from '@/lib/db/run-cohorts';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { RUN_COHORT, type RunCohortEvent, type RunCohortState, transition } from '@/lib/domain/billing/state';
import { notFound } from '@/lib/errors';
import { failpoint } from '@/lib/failpoint';
import { applyChange, requireRun } from '@/lib/services/bill-runs/change-bill-run';
import { ACCOUNTS_PER_CHUNK, type ChunkOptions } from '@/lib/services/bill-runs/chunk-options';
import { issueContext } from '@/lib/services/bill-runs/issue-bill-run';
import { type IssueContext, issueChunk } from '@/lib/services/bill-runs/issue-chunk';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { queueCredit } from '@/lib/services/payments/queue-credit';
import { retrying } from '@/lib/services/retrying';

/**
 * Issues the bills of one cohort, as `issueBillRun` does those of a run: chunk by chunk, each a transaction, so that it may be
 * interrupted anywhere and asked any number of times. Cohorts issued side by side take turns by the run's lock. After the last
 * one the rest of the run is in review again, or, when nothing is left but held accounts, the run is issued.
 * Answers the cohort's state. Fails: `not_found`.
 */
export async function issueCohort(
  ctx: ServiceContext,
  { runId, cohortId }: { runId: string; cohortId: string },
  options: ChunkOptions = {},
): Promise<RunCohortState> {
  authorise(ctx, 'bill-run.manage');
  const { run, cohort } = await beginCohort(ctx, runId, cohortId);
  if (cohort.state === 'issued') return cohort.state;
  const context = await issueContext(ctx, { ...run, issuedOn: cohort.issuedOn });
  while (!options.signal?.aborted) {
    const state = await retrying(() =>
      advanceCohort(ctx, context, cohort, options.accountsPerChunk ?? ACCOUNTS_PER_CHUNK),
    );
    failpoint('cohort.issue.after-commit');
    if (state === 'issued') return state;
  }
  return 'issuing';
}

function beginCohort(
  ctx: ServiceContext,
  runId: string,
  cohortId: string,
): Promise<{ run: BillRunRow; cohort: RunCohortRow }> {
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const run = await requireRun(sql, runId);
    const cohort = await findCohort(sql, runId, cohortId);
    if (!cohort) throw notFound('The cohort');
    if (cohort.state === 'approved') await updateCohort(sql, cohortId, { state: moved(cohort, 'begin') });
    return { run, cohort };
  });
}

/** One chunk, or the cohort's end when none of its accounts is left. */
function advanceCohort(
  ctx: ServiceContext,
  context: IssueContext,
  { id }: RunCohortRow,
  count: number,
): Promise<RunCohortState> {
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const run = (await lockBillRun(sql, context.runId, 'exclusive'))!;
    const cohort = (await findCohort(sql, run.id, id))!;
    if (cohort.state !== 'issuing') return cohort.state;
    const accountIds = await takeCohortAccounts(sql, cohort, count);
    if (accountIds.length === 0) {
      await finishCohort(ctx, sql, run, cohort);
      failpoint('cohort.issue.finished');
      return 'issued';
    }
    const issued = await issueChunk(sql, context, accountIds);
    await updateCohort(sql, id, { state: 'issuing', issued: accountIds.length - issued.held });
    await appendAudit(sql, ctx.actor, {
      action: 'bill.issued',
      entityType: 'bill_run',
      entityId: run.id,
      after: { ...issued, cohort: cohort.n, issuedOn: context.issuedOn },
    });
    await notifyBillRun(sql, ctx.actor.operatorId, run.id);
    failpoint('cohort.issue.before-commit');
    return 'issuing';
  });
}

/** The run waits for other cohorts, goes back to review for the rest, or is done with when nothing is left to issue. */
async function finishCohort(
  ctx: ServiceContext,
  sql: Sql,
  run: BillRunRow,
  cohort: RunCohortRow,
): Promise<void> {
  await updateCohort(sql, cohort.id, { state: moved(cohort, 'finish'), finishedAt: ctx.now });
  const details = { cohortId: cohort.id, cohort: cohort.n };
  await queueCredit(sql, ctx.actor.operatorId);
  if ((await listOpenCohorts(sql, run.id)).length > 0) {
    await notifyBillRun(sql, ctx.actor.operatorId, run.id);
  } else if (await isRunAccountLeft(sql, run.id, 'done')) {
    await applyChange(ctx, sql, run, { event: 'review_rest', action: 'cohort-issued', details });
  } else {
    const set = { finishedAt: ctx.now, issuedOn: cohort.issuedOn };
    await applyChange(ctx, sql, run, { event: 'finish', action: 'issued', cycle: 'issued', details, set });
  }
}

function moved(cohort: RunCohortRow, event: RunCohortEvent): RunCohortState {
  const next = transition(RUN_COHORT, cohort.state, event);
  if (!next.ok) throw new Error(next.issues[0]!.message);
  return next.value;
}
