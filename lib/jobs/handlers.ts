import { systemActor } from '@/lib/domain/access/actor';
import type { JobHandlers } from '@/lib/queue/run-worker';
import { advanceBillRun } from '@/lib/services/bill-runs/advance-bill-run';
import { failingRun } from '@/lib/services/bill-runs/fail-bill-run';
import { issueBillRun } from '@/lib/services/bill-runs/issue-bill-run';
import type { ServiceContext } from '@/lib/services/context';

/** Each job is one service, done in the name of the operator whose transaction enqueued it. */
export const handlers: JobHandlers = {
  'bill-run.advance': async ({ operatorId, runId }, signal) => {
    const ctx = contextOf(operatorId);
    await failingRun(ctx, runId, () => advanceBillRun(ctx, runId, { signal }));
  },
  'bill-run.issue': async ({ operatorId, runId }, signal) => {
    const ctx = contextOf(operatorId);
    await failingRun(ctx, runId, () => issueBillRun(ctx, runId, { signal }));
  },
};

const contextOf = (operatorId: string): ServiceContext => ({
  actor: systemActor(operatorId),
  now: new Date().toISOString(),
});
