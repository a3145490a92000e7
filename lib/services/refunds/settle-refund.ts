import { appendAudit } from '@/lib/db/audit';
import { bookJournal } from '@/lib/db/ledger';
import { readBookkeeper } from '@/lib/db/open-items';
import { appendEvent } from '@/lib/db/outbox';
import { addRefunded, lessenDebt, lockPayment } from '@/lib/db/payments';
import { changeCredit } from '@/lib/db/receivables';
import { endRefund, lockRefund } from '@/lib/db/refunds';
import type { Sql } from '@/lib/db/tenant';
import { credit, debit, isAmount } from '@/lib/domain/ledger/posting';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { parseCivilDate } from '@/lib/domain/period/civil-date';
import { least } from '@/lib/domain/settlement/least';
import { conflict, invalid, notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { withBooks } from '@/lib/services/receivables/with-books';
import { type RefundView, readRefund, refundEvent } from '@/lib/services/refunds/refund-view';

/** `on`: the bank's day; null: today. */
export type RefundOutcome = { state: 'paid' | 'failed'; on: string | null; failure?: string | undefined };

/** As `settleRefundIn`, in a transaction of its own. */
export async function settleRefund(
  ctx: ServiceContext,
  id: string,
  outcome: RefundOutcome,
): Promise<RefundView> {
  authorise(ctx, 'refund.manage');
  return withBooks(ctx.actor, (sql) => settleRefundIn(sql, ctx, id, outcome));
}

/**
 * What became of a refund: paid (Dr refund clearing, Cr bank), or failed, and then the money is the account's credit again; what a bank took
 * back of its payment meanwhile, and the customer owes, is settled by it first. The same outcome said again changes nothing. Fails: `not_found`, `refund_ended`, `bad_date`, `future_date`.
 */
export async function settleRefundIn(
  sql: Sql,
  ctx: ServiceContext,
  id: string,
  { state, on, failure = '' }: RefundOutcome,
): Promise<RefundView> {
  const { operatorId } = ctx.actor;
  const refund = await lockRefund(sql, id);
  if (!refund) throw notFound('The refund');
  if (refund.state === state) return readRefund(sql, id);
  if (refund.state !== 'requested') throw conflict('refund_ended', `This refund is ${refund.state} already.`);
  const { partyId, today } = await readBookkeeper(sql, operatorId, ctx.now);
  const bookedOn = on ?? today;
  if (!parseCivilDate(bookedOn)) throw invalid('bad_date', 'on', 'Write the day as 2026-04-30.');
  if (bookedOn > today) throw invalid('future_date', 'on', `Today is ${today}.`);
  const { today: requestedOn } = await readBookkeeper(sql, operatorId, refund.requestedAt);
  if (on !== null && on < requestedOn) {
    throw invalid('bad_date', 'on', `This refund was asked for on ${requestedOn}.`);
  }
  const { account, amountMinor, paymentId } = refund;
  const currency = currencyOf(refund.currency);
  await endRefund(sql, id, { state, on: bookedOn, failure: state === 'failed' ? failure : null });
  let debtMinor = 0n;
  if (state === 'failed') {
    if (paymentId !== null) {
      debtMinor = least((await lockPayment(sql, paymentId))!.debtMinor, amountMinor);
      await addRefunded(sql, paymentId, -amountMinor);
      await lessenDebt(sql, paymentId, debtMinor);
    }
    await changeCredit(sql, operatorId, account.id, currency, amountMinor - debtMinor);
  }
  await bookJournal(sql, operatorId, {
    ...{ billingAccountId: account.id, event: `refund.${state}`, sourceId: id, bookedOn },
    details: { refundId: id, paymentId },
    postings: [
      debit('refund_clearing', account.customerId, currency, amountMinor),
      ...(state === 'paid'
        ? [credit('bank', partyId, currency, amountMinor)]
        : [
            credit('customer_debt', account.customerId, currency, debtMinor),
            credit('customer_credit', account.customerId, currency, amountMinor - debtMinor),
          ]),
    ].filter(isAmount),
  });
  const ended = await readRefund(sql, id);
  const told = { entityType: 'refund', entityId: id };
  await appendAudit(sql, ctx.actor, {
    ...told,
    action: `refund.${state}`,
    before: refundEvent({ ...ended, state: 'requested' }),
    after: refundEvent(ended),
  });
  const payload = refundEvent(ended);
  await appendEvent(sql, operatorId, {
    ...told,
    type: `refund.${state}`,
    payload,
    partyIds: [account.customerId],
  });
  return ended;
}
