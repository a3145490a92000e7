import { appendAudit } from '@/lib/db/audit';
import { bookJournal } from '@/lib/db/ledger';
import { readBookkeeper } from '@/lib/db/open-items';
import { appendEvent } from '@/lib/db/outbox';
import { lockPayment, markMatched } from '@/lib/db/payments';
import { changeCredit } from '@/lib/db/receivables';
import type { Sql } from '@/lib/db/tenant';
import { credit, debit } from '@/lib/domain/ledger/posting';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import type { Allocated } from '@/lib/domain/settlement/allocate-payment';
import { conflict, notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName } from '@/lib/services/partner-bills/acting';
import { type PaymentView, paymentEvent, readPayment } from '@/lib/services/payments/payment-view';
import { putOnBills, requirePlan } from '@/lib/services/payments/put-on-bills';
import { requirePayingAccount } from '@/lib/services/payments/record-payment';
import { leftOf } from '@/lib/services/payments/take-from-bills';
import { withBooks } from '@/lib/services/receivables/with-books';
import { payWrittenOff } from '@/lib/services/write-offs/pay-written-off';

/** As `matchPaymentIn`, in a transaction of its own. */
export async function matchPayment(
  ctx: ServiceContext,
  paymentId: string,
  billingAccountId: string,
  allocations?: readonly Allocated[],
): Promise<PaymentView> {
  authorise(ctx, 'payment.manage');
  return withBooks(ctx.actor, (sql) => matchPaymentIn(sql, ctx, paymentId, billingAccountId, allocations));
}

/**
 * Says whose account (id or number) a payment is that nobody was known for: Dr unallocated cash, Cr the account's credit, and from there
 * onto bills. What was reversed of it meanwhile stays away. Fails: `not_found`, `already_matched`, `unknown_account`, `currency_mismatch`,
 * and as `allocatePayment`.
 */
export async function matchPaymentIn(
  sql: Sql,
  ctx: ServiceContext,
  paymentId: string,
  billingAccountId: string,
  allocations?: readonly Allocated[],
): Promise<PaymentView> {
  const { operatorId } = ctx.actor;
  const payment = await lockPayment(sql, paymentId);
  if (!payment) throw notFound('The payment');
  if (payment.state !== 'unmatched') {
    const of = payment.account ? `is already of the account ${payment.account.number}` : 'was reversed';
    throw conflict('already_matched', `This payment ${of}.`);
  }
  const account = await requirePayingAccount(sql, billingAccountId, payment.currency);
  const currency = currencyOf(payment.currency);
  const amountMinor = leftOf(payment);
  const plan = await requirePlan(sql, account, { currency, amountMinor }, allocations);
  const { partyId, today } = await readBookkeeper(sql, operatorId, ctx.now);
  await markMatched(sql, paymentId, { billingAccountId: account.id, by: actorName(ctx.actor), at: ctx.now });
  await bookJournal(sql, operatorId, {
    ...{ billingAccountId: account.id, event: 'payment.matched', sourceId: paymentId, bookedOn: today },
    details: { paymentId },
    postings: [
      debit('unallocated_cash', partyId, currency, amountMinor),
      credit('customer_credit', account.customerId, currency, amountMinor),
    ],
  });
  await changeCredit(sql, operatorId, account.id, currency, amountMinor);
  await putOnBills(sql, ctx, account, { paymentId, bookedOn: today }, plan);
  const rest = { paymentId, bookedOn: today, currency, leftMinor: plan.creditMinor };
  if (!allocations) await payWrittenOff(sql, ctx, account, rest);
  const matched = await readPayment(sql, paymentId);
  await appendAudit(sql, ctx.actor, {
    ...{ action: 'payment.matched', entityType: 'payment', entityId: paymentId },
    after: paymentEvent(matched),
  });
  const told = { entityType: 'payment', entityId: paymentId, payload: paymentEvent(matched) };
  await appendEvent(sql, operatorId, { ...told, type: 'payment.matched', partyIds: [account.customerId] });
  return matched;
}
