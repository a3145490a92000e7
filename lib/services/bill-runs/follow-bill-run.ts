import { BILL_RUN_CHANNEL } from '@/lib/db/bill-runs';
import type { BillRunView } from '@/lib/services/bill-runs/bill-run-view';
import { getBillRun } from '@/lib/services/bill-runs/get-bill-run';
import type { ServiceContext } from '@/lib/services/context';
import { following } from '@/lib/services/following';

/** The run as it is now, and again each time it has moved (`following`). Fails: `not_found`. */
export const followBillRun = (
  ctx: ServiceContext,
  runId: string,
  signal: AbortSignal,
): AsyncGenerator<BillRunView | null> =>
  following({ channel: BILL_RUN_CHANNEL, notice: `${ctx.actor.operatorId}:${runId}` }, signal, () =>
    getBillRun(ctx, runId),
  );
