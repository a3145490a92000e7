import { actorId } from '@/lib/domain/access/actor';
import { conflict } from '@/lib/errors';
import type { ServiceContext } from '@/lib/services/context';
import { bookApprovals } from '@/lib/services/payouts/book-approvals';
import { changePayout } from '@/lib/services/payouts/change-payout';
import { fourEyes } from '@/lib/services/payouts/four-eyes';
import type { PayoutView } from '@/lib/services/payouts/payout-view';
import { type PayoutSeen, requireAsSeen } from '@/lib/services/payouts/require-as-seen';
import { requirePerson } from '@/lib/services/require-person';

/**
 * Approves one payout in review. Fails: `not_found`, `wrong_state`, `four_eyes`, `person_needed`, `payout_held` (an issue), `payout_objected`,
 * `payout_changed` (it is not what the approver saw), `balance_needed`.
 */
export const approvePayout = (
  ctx: ServiceContext,
  payoutId: string,
  seen: PayoutSeen = {},
): Promise<PayoutView> =>
  changePayout(ctx, 'payout.approve', payoutId, async (sql, payout) => {
    requirePerson(ctx);
    fourEyes(ctx.actor, payout.preparedByIds);
    const [issue] = payout.issues;
    if (issue) throw conflict('payout_held', issue.message);
    if (payout.openObjections > 0) {
      throw conflict('payout_objected', 'The partner objected to this payout. Answer that first.');
    }
    requireAsSeen(payout, seen);
    await bookApprovals(sql, ctx, [payout], { id: actorId(ctx.actor), name: ctx.actor.name });
  });
