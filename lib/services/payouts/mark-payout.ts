import { readOperatorTimeZone } from '@/lib/db/billing-reference';
import { lockPayout, movePayouts, type PayoutRow } from '@/lib/db/payouts';
import type { Sql } from '@/lib/db/tenant';
import { civilDateAt } from '@/lib/domain/period/zone';
import { invalid, notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type PayoutView, readPayoutView } from '@/lib/services/payouts/payout-view';
import { requireNext, settlePayout, tellMove } from '@/lib/services/payouts/settle-payout';
import { withBooks } from '@/lib/services/receivables/with-books';

export type BankMark =
  | { outcome: 'sent' }
  | { outcome: 'paid'; on: string }
  | { outcome: 'returned'; on: string; reason: string };

/**
 * What the bank did with an approved payout, said by a person where no file says it. Its day lies between the approval and today.
 * Fails: `not_found`, `wrong_state`, `future_date`, `before_approval`.
 */
export async function markPayout(ctx: ServiceContext, payoutId: string, mark: BankMark): Promise<PayoutView> {
  authorise(ctx, 'payout.manage');
  return withBooks(ctx.actor, async (sql) => {
    const payout = await lockPayout(sql, payoutId);
    if (!payout) throw notFound('The payout');
    if (mark.outcome === 'sent') {
      const move = { state: requireNext(payout, 'send'), sentAt: ctx.now };
      await movePayouts(sql, [payoutId], move);
      await tellMove(sql, ctx, [payout], 'payout.sent', move);
    } else {
      await requireDay(sql, ctx, payout, mark.on);
      await settlePayout(sql, ctx, payout, {
        outcome: mark.outcome === 'paid' ? 'paid' : 'rejected',
        bookedOn: mark.on,
        reasonCode: null,
        reason: mark.outcome === 'returned' ? mark.reason : null,
      });
    }
    return readPayoutView(sql, payoutId, ctx.actor);
  });
}

/** The days are those where the operator is. */
async function requireDay(sql: Sql, ctx: ServiceContext, payout: PayoutRow, on: string): Promise<void> {
  const zone = await readOperatorTimeZone(sql);
  const today = civilDateAt(ctx.now, zone);
  if (on > today) throw invalid('future_date', 'on', `Today is ${today}.`);
  const approvedOn = payout.approvedAt && civilDateAt(payout.approvedAt, zone);
  if (approvedOn && on < approvedOn) {
    throw invalid('before_approval', 'on', `This payout was approved on ${approvedOn}.`);
  }
}
