import { isTransferOfOther } from '@/lib/db/bank-matching';
import type { Sql } from '@/lib/db/tenant';
import { refundIdOf } from '@/lib/domain/settlement/refund-reference';
import type { ServiceContext } from '@/lib/services/context';
import type { TransferSettlement } from '@/lib/services/payment-files/transfer';
import { lockPayoutTransfer } from '@/lib/services/payouts/payout-transfer';
import { lockRefundTransfer } from '@/lib/services/refunds/refund-transfer';

export type BankFeedback = TransferSettlement & {
  /** As the payment file gave it to the bank: a payout's number, or a refund's reference. */
  endToEndId: string;
  amountMinor: bigint;
  currency: string;
  /** The entry by which money moved; null: a status that only says so. */
  entryId?: string | null;
};

/**
 * What a bank's file says of a payout or a refund, in the caller's transaction (whole operator). Said again, as by a status and the entry
 * after it, it changes nothing; another entry is another movement of money, and not of this transfer. Answers whether there is one with this
 * amount that can have come to this; a caller keeps what is answered with false for a person to look at.
 */
export async function noteBankFeedback(
  sql: Sql,
  ctx: ServiceContext,
  feedback: BankFeedback,
): Promise<boolean> {
  const { endToEndId, outcome, amountMinor, currency, entryId = null } = feedback;
  const lock = refundIdOf(endToEndId) === null ? lockPayoutTransfer : lockRefundTransfer;
  const transfer = await lock(sql, ctx, endToEndId);
  if (!transfer || transfer.amountMinor !== amountMinor || transfer.currency !== currency) return false;
  if (transfer.reached === outcome) {
    const told = { kind: transfer.kind, reference: endToEndId, outcome };
    return entryId === null || !(await isTransferOfOther(sql, { ...told, entryId }));
  }
  if (!transfer.canReach(outcome)) return false;
  await transfer.settle(feedback);
  return true;
}
