import type { BillRunView } from '@/lib/services/bill-runs/bill-run-view';
import { changeBillRun } from '@/lib/services/bill-runs/change-bill-run';
import type { ServiceContext } from '@/lib/services/context';

/** Lets the chunks in work finish and starts no other. */
export const pauseBillRun = (ctx: ServiceContext, runId: string): Promise<BillRunView> =>
  changeBillRun(ctx, runId, () => ({ event: 'pause', action: 'paused' }));
