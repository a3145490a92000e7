import { findOpenItem, readBookkeeper } from '@/lib/db/open-items';
import { findMethod } from '@/lib/db/payment-methods';
import { findReversalBySource } from '@/lib/db/payment-reversals';
import {
  endProviderEvent,
  endSession,
  lockSession,
  readWaitingEvents,
  type SessionRow,
} from '@/lib/db/payment-sessions';
import type { PaymentMethodKind } from '@/lib/db/payments';
import { findRefund } from '@/lib/db/refunds';
import type { Sql } from '@/lib/db/tenant';
import { least } from '@/lib/domain/settlement/least';
import { AppError, invalid } from '@/lib/errors';
import type { ProviderEvent } from '@/lib/integrations/payment-provider/read-event';
import { moneyOf } from '@/lib/services/bills/bill-money';
import type { ServiceContext } from '@/lib/services/context';
import { readAmount } from '@/lib/services/payments/read-amount';
import { recordPaymentIn } from '@/lib/services/payments/record-payment';
import { reversePaymentIn } from '@/lib/services/payments/reverse-payment';
import { winBackIn } from '@/lib/services/payments/win-back';
import { requestRefundIn } from '@/lib/services/refunds/request-refund';
import { settleRefundIn } from '@/lib/services/refunds/settle-refund';

type Outcome = 'done' | 'ignored' | 'waiting';
type Told = { id: string; event: ProviderEvent };

/**
 * Does what a locked session's waiting events say, in the order in which things can happen whatever the order in which they came: what was
 * paid first, then what was given or taken back. Each is whole or not at all; one that is refused stays on record with its code.
 */
export async function settleEvents(sql: Sql, ctx: ServiceContext, { id }: SessionRow): Promise<void> {
  const waiting = (await readWaitingEvents(sql, id)) as Told[];
  const inOrder = [...waiting].sort((a, b) => rank(a) - rank(b));
  for (const told of inOrder) {
    const session = (await lockSession(sql, id))!;
    await sql.query('savepoint provider_event');
    try {
      const outcome = await act(sql, ctx, session, told);
      await endProviderEvent(sql, told.id, { outcome });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      await sql.query('rollback to savepoint provider_event');
      await endProviderEvent(sql, told.id, { outcome: 'refused', code: error.code, message: error.message });
    }
  }
}

const rank = ({ event }: Told) => RANK[event.type] ?? 1;

const RANK: Partial<Record<ProviderEvent['type'], number>> = {
  'session.succeeded': 0,
  'payment.chargeback_won': 2,
  'session.failed': 3,
  'session.expired': 3,
};

function act(sql: Sql, ctx: ServiceContext, session: SessionRow, { id, event }: Told): Promise<Outcome> {
  switch (event.type) {
    case 'session.succeeded':
      return paid(sql, ctx, session, event);
    case 'session.failed':
      return ended(sql, ctx, session, { state: 'failed', failure: event.data.reason });
    case 'session.expired':
      return ended(sql, ctx, session, { state: 'expired' });
    case 'payment.charged_back':
      return chargedBack(sql, ctx, session, event, id);
    case 'payment.chargeback_won':
      return chargebackWon(sql, ctx, session, event);
    case 'payment.refunded':
      return refunded(sql, ctx, session, event, id);
    case 'refund.failed':
      return refundFailed(sql, ctx, session, event.data);
  }
}

type EventOf<Type> = Extract<ProviderEvent, { type: Type }>;

/** The session's amount and currency or nothing: what a page took instead is for a person to look at. */
async function paid(
  sql: Sql,
  ctx: ServiceContext,
  session: SessionRow,
  { data }: EventOf<'session.succeeded'>,
): Promise<Outcome> {
  if (session.state === 'succeeded') return 'ignored';
  const { currency, amountMinor } = session;
  if (data.currency !== currency || readAmount(data.amount, data.currency) !== amountMinor) {
    const asked = `${moneyOf(currency)(amountMinor)} ${currency}`;
    throw invalid(
      'amount_mismatch',
      'data.amount',
      `The session was for ${asked}, and not ${data.amount} ${data.currency}.`,
    );
  }
  const method = await findMethod(sql, session.methodId);
  const { today } = await readBookkeeper(sql, ctx.actor.operatorId, ctx.now);
  const bill = session.billId === null ? null : await findOpenItem(sql, session.billId);
  const openMinor = bill && bill.openMinor > 0n ? bill.openMinor : 0n;
  const onBill = least(openMinor, amountMinor);
  const { id: paymentId } = await recordPaymentIn(sql, ctx, {
    ...{ billingAccountId: session.billingAccountId, currency, amountMinor, receivedOn: today },
    ...{ method: (method?.kind ?? 'card') as PaymentMethodKind, reference: session.reference, payer: null },
    ...{ source: 'provider', sourceKey: `provider:${session.id}` },
    // A bill that was settled meanwhile leaves the money to the others.
    allocations: bill && onBill > 0n ? [{ billId: bill.billId, amountMinor: onBill }] : undefined,
  });
  await endSession(sql, session.id, { state: 'succeeded', paymentId, now: ctx.now });
  return 'done';
}

/** A failed try that is told late says nothing about one that succeeded. */
async function ended(
  sql: Sql,
  ctx: ServiceContext,
  session: SessionRow,
  end: { state: 'failed' | 'expired'; failure?: string },
): Promise<Outcome> {
  if (session.state === 'succeeded') return 'ignored';
  await endSession(sql, session.id, { ...end, now: ctx.now });
  return 'done';
}

async function chargedBack(
  sql: Sql,
  ctx: ServiceContext,
  { id: sessionId, paymentId, currency }: SessionRow,
  { data }: EventOf<'payment.charged_back'>,
  eventId: string,
): Promise<Outcome> {
  if (paymentId === null) return 'waiting';
  if (data.currency !== currency) {
    throw invalid(
      'amount_mismatch',
      'data.currency',
      `The payment was in ${currency}, and not in ${data.currency}.`,
    );
  }
  await reversePaymentIn(sql, ctx, paymentId, {
    ...{ kind: 'chargeback', reason: data.reason || 'Charged back', reversedOn: null },
    amountMinor: readAmount(data.amount, data.currency),
    sourceKey: data.chargeback ? caseKey(sessionId, data.chargeback) : `provider:${eventId}`,
  });
  return 'done';
}

const caseKey = (sessionId: string, chargeback: string) => `provider:${sessionId}:chargeback:${chargeback}`;

/** Waits for the chargeback it is of; each case is won once, however often and under whatever event that is told. */
async function chargebackWon(
  sql: Sql,
  ctx: ServiceContext,
  { id: sessionId, paymentId, currency }: SessionRow,
  { data }: EventOf<'payment.chargeback_won'>,
): Promise<Outcome> {
  const lost = await findReversalBySource(sql, caseKey(sessionId, data.chargeback));
  if (paymentId === null || !lost) return 'waiting';
  if (data.currency !== currency) {
    throw invalid(
      'amount_mismatch',
      'data.currency',
      `The payment was in ${currency}, and not in ${data.currency}.`,
    );
  }
  await winBackIn(sql, ctx, paymentId, {
    ...{ reversalId: lost.id, reason: data.reason || 'Chargeback won', wonOn: null },
    amountMinor: readAmount(data.amount, data.currency),
    sourceKey: `provider:${sessionId}:won:${data.chargeback}`,
  });
  return 'done';
}

/** One that we asked for is paid by this; another was made at the provider, and its money leaves the newest bills. */
async function refunded(
  sql: Sql,
  ctx: ServiceContext,
  session: SessionRow,
  { data }: EventOf<'payment.refunded'>,
  eventId: string,
): Promise<Outcome> {
  const { paymentId } = session;
  if (paymentId === null) return 'waiting';
  const amountMinor = readAmount(data.amount, data.currency);
  if (data.refund == null) {
    const asked = { paymentId, billingAccountId: null, currency: data.currency, amountMinor };
    const made = {
      ...asked,
      reason: 'Refunded at the provider',
      method: 'card' as const,
      takeFromBills: true,
    };
    await requestRefundIn(sql, ctx, made, eventId);
    await settleRefundIn(sql, ctx, eventId, { state: 'paid', on: null });
    return 'done';
  }
  const refund = await requireRefund(sql, session, data.refund);
  if (refund.amountMinor !== amountMinor || refund.currency !== data.currency) {
    throw invalid('amount_mismatch', 'data.amount', 'The refund was asked for with another amount.');
  }
  await settleRefundIn(sql, ctx, data.refund, { state: 'paid', on: null });
  return 'done';
}

async function refundFailed(
  sql: Sql,
  ctx: ServiceContext,
  session: SessionRow,
  { refund, reason }: EventOf<'refund.failed'>['data'],
): Promise<Outcome> {
  await requireRefund(sql, session, refund);
  await settleRefundIn(sql, ctx, refund, { state: 'failed', on: null, failure: reason });
  return 'done';
}

/** Fails: `unknown_refund` for one that is not of this session's payment. */
async function requireRefund(sql: Sql, { paymentId }: SessionRow, id: string) {
  const refund = await findRefund(sql, id);
  if (refund && refund.paymentId === paymentId) return refund;
  throw invalid('unknown_refund', 'data.refund', 'No refund of this payment has this reference.');
}
