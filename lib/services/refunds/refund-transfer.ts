import { lockRefund } from '@/lib/db/refunds';
import type { Sql } from '@/lib/db/tenant';
import { bankReason } from '@/lib/domain/settlement/bank-reason';
import { refundIdOf } from '@/lib/domain/settlement/refund-reference';
import { nextRefundState } from '@/lib/domain/settlement/refund-state';
import type { ServiceContext } from '@/lib/services/context';
import type { Transfer } from '@/lib/services/payment-files/transfer';
import { settleRefundIn } from '@/lib/services/refunds/settle-refund';

/** The refund of a reference, held, as a transfer. Refused, or brought back after it was paid, its money is the account's credit again. */
export async function lockRefundTransfer(
  sql: Sql,
  ctx: ServiceContext,
  reference: string,
): Promise<Transfer | null> {
  const id = refundIdOf(reference);
  const refund = id === null ? null : await lockRefund(sql, id);
  if (!refund) return null;
  const { amountMinor, currency, state } = refund;
  return {
    ...{ kind: 'refunds', amountMinor, currency },
    reached: state === 'paid' ? 'paid' : state === 'failed' ? 'rejected' : null,
    canReach: (outcome) => nextRefundState(state, outcome === 'paid' ? 'settle' : 'return') !== null,
    settle: ({ outcome, bookedOn, reason }) =>
      settleRefundIn(sql, ctx, refund.id, {
        ...{ on: bookedOn, isOfBank: true },
        ...(outcome === 'paid'
          ? { state: 'paid' }
          : { state: 'failed', failure: reason ?? bankReason(null, null) }),
      }),
  };
}
