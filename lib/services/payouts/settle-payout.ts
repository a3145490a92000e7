import { appendAudits } from '@/lib/db/audit';
import { bookJournal, NO_ACCOUNT } from '@/lib/db/ledger';
import { findOperator } from '@/lib/db/operators';
import { appendEvents } from '@/lib/db/outbox';
import { movePayouts, type PayoutMove, type PayoutRow } from '@/lib/db/payouts';
import type { Sql } from '@/lib/db/tenant';
import { credit, debit, type Posting } from '@/lib/domain/ledger/posting';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import { nextPayoutState, type PayoutEvent } from '@/lib/domain/settlement/payout-state';
import { conflict } from '@/lib/errors';
import type { ServiceContext } from '@/lib/services/context';

export type Settlement = {
  outcome: 'paid' | 'rejected';
  bookedOn: string;
  reasonCode: string | null;
  reason: string | null;
};

/**
 * What the bank did with a payout that the caller holds. Paid: the clearing account is settled by the bank's. Refused, or sent back after it
 * was paid: the amount is due to the partner again, and the next payout takes it. Fails: `wrong_state`.
 */
export async function settlePayout(
  sql: Sql,
  ctx: ServiceContext,
  payout: PayoutRow,
  { outcome, bookedOn, reasonCode, reason }: Settlement,
): Promise<void> {
  const event = outcome === 'paid' ? 'settle' : 'return';
  const state = requireNext(payout, event);
  const operator = (await findOperator(sql))!;
  await bookJournal(sql, ctx.actor.operatorId, {
    billingAccountId: NO_ACCOUNT,
    ...{ event: outcome === 'paid' ? 'payout.paid' : 'payout.returned', sourceId: payout.id, bookedOn },
    details: { payout: payout.id, number: payout.number, reasonCode, reason },
    postings: postingsOf(payout, operator.partyId, outcome),
  });
  const move: PayoutMove = { state, settledOn: bookedOn, bankReasonCode: reasonCode, bankReason: reason };
  await movePayouts(sql, [payout.id], move);
  await tellMove(sql, ctx, [payout], outcome === 'paid' ? 'payout.paid' : 'payout.failed', move);
}

function postingsOf(payout: PayoutRow, operatorPartyId: string, outcome: Settlement['outcome']): Posting[] {
  const currency = currencyOf(payout.currency);
  const { amountMinor, state, party } = payout;
  const clearing = debit('payout_clearing', party.id, currency, amountMinor);
  if (outcome === 'paid') return [clearing, credit('bank', operatorPartyId, currency, amountMinor)];
  const from = state === 'paid' ? debit('bank', operatorPartyId, currency, amountMinor) : clearing;
  return [from, credit('partner_payable', party.id, currency, amountMinor)];
}

/** Fails: `wrong_state`. */
export function requireNext(payout: PayoutRow, event: PayoutEvent) {
  const next = nextPayoutState(payout.state, event);
  if (next !== null) return next;
  throw conflict('wrong_state', `This payout is ${payout.state}, so this cannot be done with it.`);
}

export async function tellMove(
  sql: Sql,
  ctx: ServiceContext,
  payouts: readonly PayoutRow[],
  type: 'payout.sent' | 'payout.paid' | 'payout.failed',
  move: PayoutMove,
): Promise<void> {
  await appendAudits(
    sql,
    ctx.actor,
    payouts.map(({ id, state }) => ({
      action: type,
      entityType: 'payout',
      entityId: id,
      before: { state },
      after: move,
    })),
  );
  const { bankReasonCode = null, bankReason = null } = move;
  await appendEvents(
    sql,
    ctx.actor.operatorId,
    payouts.map(({ id, number, currency, amountMinor, party }) => ({
      type,
      entityType: 'payout',
      entityId: id,
      payload: {
        ...{ payout: id, number, currency, amount: formatMinor(amountMinor, currencyOf(currency)) },
        ...(type === 'payout.failed' && { reasonCode: bankReasonCode, reason: bankReason }),
      },
      partyIds: [party.id],
    })),
  );
}
