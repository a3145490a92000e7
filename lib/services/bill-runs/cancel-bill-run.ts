import type { BillRunView } from '@/lib/services/bill-runs/bill-run-view';
import { changeBillRun } from '@/lib/services/bill-runs/change-bill-run';
import { discardDrafts } from '@/lib/services/bill-runs/discard-drafts';
import type { ServiceContext } from '@/lib/services/context';

/** Ends a run before its bills are issued. A cycle's drafts stay, and the next run compares with them. */
export const cancelBillRun = (ctx: ServiceContext, runId: string): Promise<BillRunView> =>
  changeBillRun(
    ctx,
    runId,
    () => ({ event: 'cancel', action: 'cancelled', cycle: 'collecting', set: { finishedAt: ctx.now } }),
    (run, sql) => discardDrafts(sql, run),
  );
