import { findPayoutId, lockPayout } from '@/lib/db/payouts';
import type { Sql } from '@/lib/db/tenant';
import { nextPayoutState } from '@/lib/domain/settlement/payout-state';
import type { ServiceContext } from '@/lib/services/context';
import type { Transfer } from '@/lib/services/payment-files/transfer';
import { settlePayout } from '@/lib/services/payouts/settle-payout';

/** The payout of a number, held, as a transfer. */
export async function lockPayoutTransfer(
  sql: Sql,
  ctx: ServiceContext,
  number: string,
): Promise<Transfer | null> {
  const id = await findPayoutId(sql, number);
  const payout = id === null ? null : await lockPayout(sql, id);
  if (!payout) return null;
  const { amountMinor, currency, state } = payout;
  return {
    ...{ kind: 'payouts', amountMinor, currency },
    reached: state === 'paid' ? 'paid' : state === 'returned' ? 'rejected' : null,
    canReach: (outcome) => nextPayoutState(state, outcome === 'paid' ? 'settle' : 'return') !== null,
    settle: (settlement) => settlePayout(sql, ctx, payout, settlement),
  };
}
