import { authorise, type ServiceContext } from '@/lib/services/context';
import { acceptedOf } from '@/lib/services/disputes/answer-dispute';
import { type DisputeView, disputeView } from '@/lib/services/disputes/dispute-view';
import { changingDispute } from '@/lib/services/disputes/require-dispute';
import { settleDispute } from '@/lib/services/disputes/settle-dispute';

export type DecisionInput = {
  decision: 'accept' | 'accept_part' | 'reject';
  /** Net, with `accept_part` alone. */
  amount: string | null;
  reason: string;
};

/**
 * The operator's last word on a dispute, with its reason. What is accepted is credited with its tax and taken off every party's next payout, and the
 * hold of the disputed part ends, all in one transaction; a rejection ends the hold alone.
 * Fails: `not_found`, `already_decided`, `bad_amount`, `above_line`, `required`.
 */
export async function decideDispute(
  ctx: ServiceContext,
  id: string,
  input: DecisionInput,
): Promise<DisputeView> {
  authorise(ctx, 'dispute.decide');
  return changingDispute(ctx, id, async (sql, dispute) => {
    const acceptedMinor = acceptedOf(dispute, { answer: input.decision, amount: input.amount });
    const settled = await settleDispute(sql, ctx, dispute, { acceptedMinor, words: input.reason });
    return disputeView(settled, ctx.now);
  });
}
