import { isPayoutOfOther } from '@/lib/db/bank-matching';
import { findPayoutId, lockPayout } from '@/lib/db/payouts';
import type { Sql } from '@/lib/db/tenant';
import { nextPayoutState } from '@/lib/domain/settlement/payout-state';
import type { ServiceContext } from '@/lib/services/context';
import { settlePayout } from '@/lib/services/payouts/settle-payout';

export type BankFeedback = {
  /** The payout's number, as the payment file gave it to the bank. */
  endToEndId: string;
  outcome: 'paid' | 'rejected';
  /** Of ISO 20022's external codes, such as AC04 (the account is closed). */
  reasonCode: string | null;
  reason: string | null;
  bookedOn: string;
  amountMinor: bigint;
  currency: string;
  /** The entry by which money moved; null: a status that only says so. */
  entryId?: string | null;
};

/**
 * What a bank's file says of a payout, in the caller's transaction (whole operator). Said again, as by a status and the entry after it, it
 * changes nothing; another entry is another movement of money, and not of this payout. Answers whether there is such a payout with this
 * amount that can have come to this; a caller keeps what is answered with false for a person to look at.
 */
export async function noteBankFeedback(
  sql: Sql,
  ctx: ServiceContext,
  feedback: BankFeedback,
): Promise<boolean> {
  const { endToEndId, outcome, amountMinor, currency, entryId = null } = feedback;
  const payoutId = await findPayoutId(sql, endToEndId);
  const payout = payoutId === null ? null : await lockPayout(sql, payoutId);
  if (!payout || payout.amountMinor !== amountMinor || payout.currency !== currency) return false;
  if (payout.state === (outcome === 'paid' ? 'paid' : 'returned')) {
    return entryId === null || !(await isPayoutOfOther(sql, { number: endToEndId, outcome, entryId }));
  }
  if (nextPayoutState(payout.state, outcome === 'paid' ? 'settle' : 'return') === null) return false;
  await settlePayout(sql, ctx, payout, feedback);
  return true;
}
