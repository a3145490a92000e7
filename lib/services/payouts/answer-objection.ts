import { appendAudit } from '@/lib/db/audit';
import { appendEvent } from '@/lib/db/outbox';
import { answerOpenObjection } from '@/lib/db/payout-objections';
import { findPayout } from '@/lib/db/payouts';
import { conflict } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type PayoutView, readPayoutView } from '@/lib/services/payouts/payout-view';
import { withBooks } from '@/lib/services/receivables/with-books';

/** Answers a partner's objection; what it changes about the money is a row of its own (`adjustPayout`). Fails: `already_answered`. */
export async function answerObjection(
  ctx: ServiceContext,
  { payout: ofPayout, objection, answer }: { payout: string; objection: string; answer: string },
): Promise<PayoutView> {
  authorise(ctx, 'payout.manage');
  return withBooks(ctx.actor, async (sql) => {
    const { name: answeredBy } = ctx.actor;
    const payoutId = await answerOpenObjection(sql, {
      id: objection,
      payoutId: ofPayout,
      answer,
      answeredBy,
      answeredAt: ctx.now,
    });
    const payout = payoutId === null ? null : await findPayout(sql, payoutId);
    if (!payout) throw conflict('already_answered', 'There is no such objection without an answer.');
    await appendAudit(sql, ctx.actor, {
      action: 'payout.answered',
      entityType: 'payout',
      entityId: payout.id,
      after: { objection, answer },
    });
    await appendEvent(sql, ctx.actor.operatorId, {
      type: 'payout.answered',
      entityType: 'payout',
      entityId: payout.id,
      payload: { payout: payout.id, number: payout.number, objection, answer },
      partyIds: [payout.party.id],
    });
    return readPayoutView(sql, payout.id, ctx.actor);
  });
}
