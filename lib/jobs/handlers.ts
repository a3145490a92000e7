import { systemActor } from '@/lib/domain/access/actor';
import { env } from '@/lib/env';
import type { JobHandlers } from '@/lib/queue/run-worker';
import { advanceBillRun } from '@/lib/services/bill-runs/advance-bill-run';
import { continueBillRun } from '@/lib/services/bill-runs/continue-bill-run';
import { failingRun } from '@/lib/services/bill-runs/fail-bill-run';
import { issueBillRun } from '@/lib/services/bill-runs/issue-bill-run';
import { issueCohort } from '@/lib/services/bill-runs/issue-cohort';
import type { ServiceContext } from '@/lib/services/context';
import { ensureAllCycles } from '@/lib/services/cycles/ensure-all-cycles';
import { advanceRecycle } from '@/lib/services/suspense/advance-recycle';
import { continueUsageFile } from '@/lib/services/usage-files/continue-usage-file';
import { readUsageFile } from '@/lib/services/usage-files/read-usage-file';

/** Each job is one service, done in the name of the operator whose transaction enqueued it. */
export const handlers: JobHandlers = {
  'bill-run.advance': async ({ operatorId, runId }, signal) => {
    const ctx = contextOf(operatorId);
    await failingRun(ctx, runId, () => advanceBillRun(ctx, runId, chunks(signal)));
    if (signal.aborted) await continueBillRun(ctx, runId);
  },
  'bill-run.issue': async ({ operatorId, runId }, signal) => {
    const ctx = contextOf(operatorId);
    await failingRun(ctx, runId, () => issueBillRun(ctx, runId, chunks(signal)));
    if (signal.aborted) await continueBillRun(ctx, runId);
  },
  'usage-file.read': async ({ operatorId, fileId }, signal) => {
    const ctx = contextOf(operatorId);
    await readUsageFile(ctx, fileId, { signal });
    if (signal.aborted) await continueUsageFile(ctx, fileId);
  },
  'bill-run.issue-cohort': async ({ operatorId, runId, cohortId }, signal) => {
    const ctx = contextOf(operatorId);
    await issueCohort(ctx, { runId, cohortId }, chunks(signal));
    if (signal.aborted) await continueBillRun(ctx, runId);
  },
  'suspense.recycle': ({ operatorId, recycleId }, signal) =>
    advanceRecycle(contextOf(operatorId), recycleId, { signal }),
  'cycle.ensure': () => ensureAllCycles(new Date().toISOString()),
};

/** The cycle that begins is there within the hour. */
export const SCHEDULE = [{ task: 'cycle.ensure', match: '4 * * * *' }];

const chunks = (signal: AbortSignal) => ({ signal, accountsPerChunk: env().BILL_RUN_CHUNK_ACCOUNTS });

const contextOf = (operatorId: string): ServiceContext => ({
  actor: systemActor(operatorId),
  now: new Date().toISOString(),
});
