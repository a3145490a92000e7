import { appendAudit } from '@/lib/db/audit';
import { refreshConditions } from '@/lib/db/payout-conditions';
import { takeEntries } from '@/lib/db/payout-preparation';
import { addPreparer } from '@/lib/db/payouts';
import { actorId } from '@/lib/domain/access/actor';
import type { ServiceContext } from '@/lib/services/context';
import { changePayout } from '@/lib/services/payouts/change-payout';
import type { PayoutView } from '@/lib/services/payouts/payout-view';
import { computePayouts } from '@/lib/services/settlement-runs/compute-payouts';

/**
 * Computes a payout in review again: with what was booked since up to its day, today's conditions, and rates that were missing. Whoever
 * does so has changed it, and does not approve it. Fails: `not_found`, `wrong_state`.
 */
export const recomputePayout = (ctx: ServiceContext, payoutId: string): Promise<PayoutView> =>
  changePayout(ctx, 'payout.manage', payoutId, async (sql, payout) => {
    await addPreparer(sql, payoutId, actorId(ctx.actor));
    await refreshConditions(sql, payoutId);
    await takeEntries(sql, [payoutId]);
    await computePayouts(sql, ctx, [payoutId]);
    await appendAudit(sql, ctx.actor, {
      action: 'payout.recomputed',
      entityType: 'payout',
      entityId: payoutId,
      before: { amountMinor: String(payout.amountMinor), issues: payout.issues.map(({ code }) => code) },
    });
  });
