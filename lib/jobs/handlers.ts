import { systemActor } from '@/lib/domain/access/actor';
import { env } from '@/lib/env';
import { withTightHeap } from '@/lib/jobs/tight-heap';
import type { JobHandlers } from '@/lib/queue/run-worker';
import { watchUsage } from '@/lib/services/alerts/watch-usage';
import { continueBankFile } from '@/lib/services/bank/continue-bank-file';
import { advanceBillRun } from '@/lib/services/bill-runs/advance-bill-run';
import { continueBillRun } from '@/lib/services/bill-runs/continue-bill-run';
import { failingRun } from '@/lib/services/bill-runs/fail-bill-run';
import { issueBillRun } from '@/lib/services/bill-runs/issue-bill-run';
import { issueCohort } from '@/lib/services/bill-runs/issue-cohort';
import { sweepBudgets } from '@/lib/services/budgets/sweep-budgets';
import { pullDueBills } from '@/lib/services/connectors/pull-due-bills';
import { wakeConnectors } from '@/lib/services/connectors/wake-connectors';
import type { ServiceContext } from '@/lib/services/context';
import { ensureAllCycles } from '@/lib/services/cycles/ensure-all-cycles';
import { sweepDifferences } from '@/lib/services/differences/sweep-differences';
import { sweepDisputes } from '@/lib/services/disputes/sweep-disputes';
import { wakeDisputes } from '@/lib/services/disputes/wake-disputes';
import { sweepDunning } from '@/lib/services/dunning/sweep-dunning';
import { wakeDunning } from '@/lib/services/dunning/wake-dunning';
import { sweepExpectations } from '@/lib/services/expectations/sweep-expectations';
import { wakeExpectations } from '@/lib/services/expectations/wake-expectations';
import { sweepInbox } from '@/lib/services/inbox/sweep-inbox';
import { inboxRoot, wakeInbox } from '@/lib/services/inbox/wake-inbox';
import { mailerOfEnvironment, sendDueMail } from '@/lib/services/mail/send-due-mail';
import { comeBack, wakeNotices, wakeWatches } from '@/lib/services/notices/come-back';
import { continueBillImport } from '@/lib/services/partner-bill-imports/continue-bill-import';
import { readBillImport } from '@/lib/services/partner-bill-imports/read-bill-import';
import { tidyAllImports } from '@/lib/services/partner-bill-imports/tidy-imports';
import { askProviders } from '@/lib/services/payment-sessions/ask-providers';
import { wakeProviders } from '@/lib/services/payment-sessions/wake-providers';
import { applyCredits } from '@/lib/services/payments/apply-credit';
import { sendRefund } from '@/lib/services/refunds/send-refund';
import { advanceSettlementRun } from '@/lib/services/settlement-runs/advance-settlement-run';
import { computeAccruals } from '@/lib/services/shares/compute-accruals';
import { advanceRecycle } from '@/lib/services/suspense/advance-recycle';
import { continueUsageFile } from '@/lib/services/usage-files/continue-usage-file';
import { readUsageFile } from '@/lib/services/usage-files/read-usage-file';
import { tidyAllUploads } from '@/lib/services/usage-files/tidy-uploads';
import { dispatchWebhooks } from '@/lib/services/webhooks/dispatch-webhooks';

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
  'settlement-run.advance': async ({ operatorId, runId }, signal) => {
    await advanceSettlementRun(contextOf(operatorId), runId, { signal });
  },
  'credit.apply': async ({ operatorId }, signal) => {
    await applyCredits(contextOf(operatorId), signal);
  },
  'refund.send': ({ operatorId, refundId }) => sendRefund(contextOf(operatorId), refundId),
  'suspense.recycle': ({ operatorId, recycleId }, signal) =>
    advanceRecycle(contextOf(operatorId), recycleId, { signal }),
  'bill-run.issue-cohort': async ({ operatorId, runId, cohortId }, signal) => {
    const ctx = contextOf(operatorId);
    await issueCohort(ctx, { runId, cohortId }, chunks(signal));
    if (signal.aborted) await continueBillRun(ctx, runId);
  },
  'usage-file.read': async ({ operatorId, fileId }, signal) => {
    const ctx = contextOf(operatorId);
    await withTightHeap(() => readUsageFile(ctx, fileId, { signal }));
    if (signal.aborted) await continueUsageFile(ctx, fileId);
  },
  'partner-bill-import.read': async ({ operatorId, importId }, signal) => {
    const ctx = contextOf(operatorId);
    await withTightHeap(() => readBillImport(ctx, importId, { signal }));
    if (signal.aborted) await continueBillImport(ctx, importId);
  },
  'bank-file.match': ({ operatorId, fileId }, signal) =>
    continueBankFile(contextOf(operatorId), fileId, signal),
  'budget.sweep': async ({ operatorId }) => {
    const ctx = contextOf(operatorId);
    const startedMs = performance.now();
    await sweepBudgets(ctx);
    // Twenty times as long as it took: however many budgets there are, sweeping them is a twentieth of one core.
    await comeBack(ctx, 'budget.sweep', inMs(Math.max(2_000, 20 * (performance.now() - startedMs))));
  },
  'usage.watch': async ({ operatorId }) => {
    await watchUsage(contextOf(operatorId));
  },
  'mail.send': async ({ operatorId }) => {
    const ctx = contextOf(operatorId);
    const mailer = mailerOfEnvironment();
    if (!mailer) return;
    try {
      const nextAt = await sendDueMail(ctx, mailer);
      if (nextAt !== null) await comeBack(ctx, 'mail.send', nextAt);
    } finally {
      mailer.close();
    }
  },
  'webhook.dispatch': async ({ operatorId }, signal) => {
    const ctx = contextOf(operatorId);
    await dispatchWebhooks(ctx, { signal });
    await comeBack(ctx, 'webhook.dispatch', inMs(DISPATCH_EVERY_MS));
  },
  'partner-accrual.compute': async ({ operatorId }, signal) => {
    await computeAccruals(contextOf(operatorId), signal);
  },
  'difference.sweep': async ({ operatorId }, signal) => {
    await sweepDifferences(contextOf(operatorId), signal);
  },
  'notice.wake': () => wakeNotices(new Date().toISOString()),
  'watch.wake': () => wakeWatches(new Date().toISOString()),
  'usage-file.tidy': () => tidyAllUploads(new Date().toISOString()),
  'partner-bill-import.tidy': () => tidyAllImports(new Date().toISOString()),
  'cycle.ensure': () => ensureAllCycles(new Date().toISOString()),
  'connector.wake': () => wakeConnectors(),
  'expectation.wake': () => wakeExpectations(),
  'expectation.sweep': async ({ operatorId }) => {
    await sweepExpectations(contextOf(operatorId));
  },
  'dispute.wake': () => wakeDisputes(),
  'dispute.sweep': async ({ operatorId }, signal) => {
    await sweepDisputes(contextOf(operatorId), { signal });
  },
  'dunning.wake': () => wakeDunning(new Date().toISOString()),
  'dunning.sweep': async ({ operatorId }, signal) => {
    await sweepDunning(contextOf(operatorId), { signal });
  },
  'provider.wake': () => wakeProviders(new Date().toISOString()),
  'provider.ask': async ({ operatorId }, signal) => {
    await askProviders(contextOf(operatorId), signal);
  },
  'inbox.wake': () => wakeInbox(),
  'inbox.sweep': async ({ operatorId }, signal) => {
    await sweepInbox(contextOf(operatorId), inboxRoot(), { signal });
  },
  'connector.pull-due': async ({ operatorId }, signal) => {
    await pullDueBills(contextOf(operatorId), signal);
  },
};

/** The cycle that begins is there within the hour. */
export const SCHEDULE = [
  { task: 'cycle.ensure', match: '4 * * * *' },
  { task: 'notice.wake', match: '* * * * *' },
  { task: 'connector.wake', match: '*/5 * * * *' },
  { task: 'inbox.wake', match: '* * * * *' },
  { task: 'expectation.wake', match: '*/3 * * * *' },
  { task: 'dispute.wake', match: '*/5 * * * *' },
  { task: 'dunning.wake', match: '*/10 * * * *' },
  { task: 'provider.wake', match: '*/5 * * * *' },
  { task: 'watch.wake', match: '11 * * * *' },
  { task: 'usage-file.tidy', match: '23 * * * *' },
  { task: 'partner-bill-import.tidy', match: '37 * * * *' },
];

const DISPATCH_EVERY_MS = 2_000;

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

const chunks = (signal: AbortSignal) => {
  const { BILL_RUN_CHUNK_ACCOUNTS, BILL_RUN_LANES } = env();
  const size = BILL_RUN_CHUNK_ACCOUNTS;
  return { signal, lanes: BILL_RUN_LANES, ...(size !== undefined && { accountsPerChunk: size }) };
};

const contextOf = (operatorId: string): ServiceContext => ({
  actor: systemActor(operatorId),
  now: new Date().toISOString(),
});
