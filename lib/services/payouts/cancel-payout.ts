import { appendAudit } from '@/lib/db/audit';
import { appendEvent } from '@/lib/db/outbox';
import { cancelPayouts } from '@/lib/db/payout-preparation';
import type { PayoutRow } from '@/lib/db/payouts';
import type { ServiceContext } from '@/lib/services/context';
import { changePayout } from '@/lib/services/payouts/change-payout';
import type { PayoutView } from '@/lib/services/payouts/payout-view';

/** Gives what a payout in review took back to the next one, and tells its partner, who was told of it. Fails: `not_found`, `wrong_state`. */
export const cancelPayout = (ctx: ServiceContext, payoutId: string): Promise<PayoutView> =>
  changePayout(ctx, 'payout.manage', payoutId, async (sql, payout) => {
    await cancelPayouts(sql, [payoutId]);
    await appendAudit(sql, ctx.actor, {
      action: 'payout.cancelled',
      entityType: 'payout',
      entityId: payoutId,
      before: { state: payout.state },
      after: { state: 'cancelled' },
    });
    await appendEvent(sql, ctx.actor.operatorId, payoutCancelled(payout));
  });

/** What its partner hears of it. */
export const payoutCancelled = ({ id, currency, party }: Pick<PayoutRow, 'id' | 'currency' | 'party'>) => ({
  type: 'payout.cancelled',
  entityType: 'payout',
  entityId: id,
  payload: { payout: id, currency },
  partyIds: [party.id],
});
