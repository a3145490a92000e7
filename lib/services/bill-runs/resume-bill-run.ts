import type { BillRunView } from '@/lib/services/bill-runs/bill-run-view';
import { changeBillRun } from '@/lib/services/bill-runs/change-bill-run';
import { enqueueLanes } from '@/lib/services/bill-runs/enqueue-run';
import type { ServiceContext } from '@/lib/services/context';

/** Goes on with a paused or failed run where it stopped: accounts that are done stay done. */
export const resumeBillRun = (ctx: ServiceContext, runId: string): Promise<BillRunView> =>
  changeBillRun(
    ctx,
    runId,
    () => ({ event: 'resume', action: 'resumed', cycle: 'rating' }),
    (_, sql) => enqueueLanes(sql, ctx.actor.operatorId, runId),
  );
