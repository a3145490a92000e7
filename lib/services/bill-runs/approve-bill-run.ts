import { readOperatorTimeZone } from '@/lib/db/billing-reference';
import { civilDateAt } from '@/lib/domain/period/zone';
import type { BillRunView } from '@/lib/services/bill-runs/bill-run-view';
import { changeBillRun, refuseDryRun } from '@/lib/services/bill-runs/change-bill-run';
import type { ServiceContext } from '@/lib/services/context';

/** Approves a reviewed run and fixes the day its bills are issued on, so that an issue that is resumed dates them alike. */
export const approveBillRun = (ctx: ServiceContext, runId: string): Promise<BillRunView> =>
  changeBillRun(ctx, runId, async (run, sql) => {
    refuseDryRun(run);
    const issuedOn = civilDateAt(ctx.now, await readOperatorTimeZone(sql));
    return { event: 'approve', action: 'approved', cycle: 'approved', set: { issuedOn } };
  });
