import { decidesByPartner } from '@/lib/db/dispute-policy';
import { type DisputeAnswer, type DisputeRow, updateDispute } from '@/lib/db/disputes';
import type { Sql } from '@/lib/db/tenant';
import { invalid } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type DisputeView, disputeView } from '@/lib/services/disputes/dispute-view';
import { nextState } from '@/lib/services/disputes/next-state';
import { readPart } from '@/lib/services/disputes/read-amount';
import { recordDispute } from '@/lib/services/disputes/record-dispute';
import { changingDispute } from '@/lib/services/disputes/require-dispute';
import { settleDispute } from '@/lib/services/disputes/settle-dispute';

export type AnswerInput = {
  answer: DisputeAnswer /** Net, with `accept_part` alone. */;
  amount: string | null;
  words: string;
};

/**
 * What the partner whose line it is says to a dispute, or the operator on its behalf. It may change its mind until somebody decides. The
 * acceptance of the whole decides by itself where the agreement with the partner says so; else the operator confirms.
 * Fails: `not_found`, `already_decided`, `wrong_state` (no partner's line), `bad_amount`, `above_line`, `required`,
 * `amount_not_expected`.
 */
export async function answerDispute(
  ctx: ServiceContext,
  id: string,
  input: AnswerInput,
): Promise<DisputeView> {
  authorise(ctx, 'dispute.answer');
  return changingDispute(ctx, id, async (sql, dispute) => {
    const state = nextState(dispute.state, 'answer');
    const answeredMinor = acceptedOf(dispute, input);
    const answered = { ...dispute, state, answer: input.answer, answeredMinor, answeredAt: ctx.now };
    await updateDispute(sql, dispute.id, { state, answer: input.answer, answeredMinor, answeredAt: ctx.now });
    await recordDispute(sql, ctx, answered, {
      type: 'dispute.answered',
      entry: { kind: input.answer, words: input.words, amountMinor: answeredMinor },
      before: { state: dispute.state, answer: dispute.answer },
      after: { state, answer: input.answer, answered: String(answeredMinor) },
    });
    const settled = await decidedByAnswer(sql, ctx, answered);
    return disputeView(settled, ctx.now);
  });
}

/** Net minor units of the disputed part that an answer or a decision accepts. Fails: `required`, `bad_amount`, `above_line`, `amount_not_expected`. */
export function acceptedOf(
  { disputedMinor, currency }: Pick<DisputeRow, 'disputedMinor' | 'currency'>,
  { answer, amount }: { answer: DisputeAnswer | 'reject'; amount: string | null },
): bigint {
  if (answer !== 'accept_part' && amount !== null) {
    throw invalid('amount_not_expected', 'amount', 'An amount is for the acceptance of a part alone.');
  }
  if (answer === 'accept') return disputedMinor;
  if (answer !== 'accept_part') return 0n;
  if (amount === null) throw invalid('required', 'amount', 'Write how much of it is accepted.');
  return readPart(amount, disputedMinor, currency);
}

async function decidedByAnswer(sql: Sql, ctx: ServiceContext, dispute: DisputeRow): Promise<DisputeRow> {
  const { partner, answeredMinor, disputedMinor } = dispute;
  const isWhole = answeredMinor === disputedMinor;
  if (!partner || ctx.actor.audience !== 'partner' || !isWhole) return dispute;
  if (!(await decidesByPartner(sql, partner.id, ctx.now.slice(0, 10)))) return dispute;
  return settleDispute(sql, ctx, dispute, { acceptedMinor: disputedMinor, words: null });
}
