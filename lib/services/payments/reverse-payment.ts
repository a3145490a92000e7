import { appendAudit } from '@/lib/db/audit';
import { newId } from '@/lib/db/id';
import { bookJournal, NO_ACCOUNT } from '@/lib/db/ledger';
import { findPayingAccount, readBookkeeper } from '@/lib/db/open-items';
import { appendEvent } from '@/lib/db/outbox';
import {
  findReversalBySource,
  insertReversal,
  type ReversalKind,
  type ReversalRow,
} from '@/lib/db/payment-reversals';
import { addReversed, lockPayment, type PaymentRow } from '@/lib/db/payments';
import { changeCredit } from '@/lib/db/receivables';
import type { Sql } from '@/lib/db/tenant';
import { credit, debit, isAmount } from '@/lib/domain/ledger/posting';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import { type CivilDate, parseCivilDate } from '@/lib/domain/period/civil-date';
import { conflict, invalid, notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { issueDebitNote } from '@/lib/services/debit-notes/issue-debit-note';
import { actorName } from '@/lib/services/partner-bills/acting';
import { type PaymentView, paymentEvent, readPayment } from '@/lib/services/payments/payment-view';
import { leftOf, planTakeBack, takeFromBills } from '@/lib/services/payments/take-from-bills';
import { withBooks } from '@/lib/services/receivables/with-books';

export type ReversePaymentInput = {
  /** Null: all that is left of it. */
  amountMinor: bigint | null;
  /** By the card scheme, by the bank (a returned direct debit), or because it was recorded wrongly. */
  kind: Exclude<ReversalKind, 'won_back'>;
  reason: string;
  /** Null: today. */
  reversedOn: string | null;
  /** What makes this reversal itself; without one every call is another. */
  sourceKey?: string | undefined;
};

/** As `reversePaymentIn`, in a transaction of its own. */
export async function reversePayment(
  ctx: ServiceContext,
  paymentId: string,
  input: ReversePaymentInput,
): Promise<PaymentView> {
  authorise(ctx, 'payment.manage');
  return withBooks(ctx.actor, (sql) => reversePaymentIn(sql, ctx, paymentId, input));
}

/**
 * Money that the bank took back, whole or in part: it leaves the bills it paid, the newest allocation first, whose receivable is open
 * again and whose shares on what is collected pend again; then Dr the account's credit, Cr bank. What neither bills nor credit have any
 * more, because it was given back before, the customer owes on a debit note (Dr its debt, which the note turns into an open item). A
 * mistake takes back only what is there. Once per source key.
 * Fails: `not_found`, `not_above_zero`, `above_paid`, `bad_date`, `future_date`, `source_key_conflict`.
 * Example: a direct debit of 119.00 returned: its bill is open with 119.00 as if it had never come.
 */
export async function reversePaymentIn(
  sql: Sql,
  ctx: ServiceContext,
  paymentId: string,
  input: ReversePaymentInput,
): Promise<PaymentView> {
  const { operatorId } = ctx.actor;
  const payment = await lockPayment(sql, paymentId);
  if (!payment) throw notFound('The payment');
  const known = input.sourceKey === undefined ? null : await findReversalBySource(sql, input.sourceKey);
  if (known) return alreadyThere(sql, known, payment, input);
  const { partyId, today } = await readBookkeeper(sql, operatorId, ctx.now);
  const reversal = reversalOf(ctx, payment, input, today);
  if (!(await insertReversal(sql, operatorId, reversal))) {
    return alreadyThere(sql, (await findReversalBySource(sql, reversal.sourceKey))!, payment, input);
  }
  const { amountMinor, reversedOn, id: sourceId } = reversal;
  const account = payment.account && (await findPayingAccount(sql, payment.account.id));
  let debtMinor = 0n;
  if (account) {
    const plan = await planTakeBack(sql, operatorId, account, payment, amountMinor, 'any');
    debtMinor = plan.missingMinor;
    if (debtMinor > 0n && reversal.kind === 'mistake') throw abovePaid(payment, amountMinor - debtMinor);
    const source = {
      event: 'payment.reversed' as const,
      paymentId,
      bookedOn: reversedOn,
      details: { reversal: sourceId },
    };
    await takeFromBills(sql, ctx, account, source, plan.fromBills);
    await changeCredit(sql, operatorId, account.id, payment.currency, debtMinor - amountMinor);
  }
  const currency = currencyOf(payment.currency);
  await bookJournal(sql, operatorId, {
    ...{
      billingAccountId: account?.id ?? NO_ACCOUNT,
      event: 'payment.reversed',
      sourceId,
      bookedOn: reversedOn,
    },
    details: { paymentId, kind: reversal.kind, reason: reversal.reason },
    postings: [
      ...(account
        ? [
            debit('customer_credit', account.customerId, currency, amountMinor - debtMinor),
            debit('customer_debt', account.customerId, currency, debtMinor),
          ]
        : [debit('unallocated_cash', partyId, currency, amountMinor)]),
      credit('bank', partyId, currency, amountMinor),
    ].filter(isAmount),
  });
  await addReversed(sql, paymentId, amountMinor);
  if (account && debtMinor > 0n) {
    await issueDebitNote(sql, ctx, account, {
      ...{ paymentId, reversalId: sourceId, reason: reversal.reason, currency, amountMinor: debtMinor },
      ...{ issuedOn: today as CivilDate, operatorPartyId: partyId },
    });
  }
  const view = await readPayment(sql, paymentId);
  const payload = {
    ...paymentEvent(view),
    ...{
      reversed: formatMinor(amountMinor, currency),
      debt: formatMinor(debtMinor, currency),
      kind: reversal.kind,
      reason: reversal.reason,
      reversedOn,
    },
  };
  const told = { entityType: 'payment', entityId: paymentId };
  await appendAudit(sql, ctx.actor, { ...told, action: 'payment.reversed', after: payload });
  const partyIds = account ? [account.customerId] : [];
  await appendEvent(sql, operatorId, { ...told, type: 'payment.reversed', payload, partyIds });
  return view;
}

function reversalOf(
  ctx: ServiceContext,
  payment: PaymentRow,
  input: ReversePaymentInput,
  today: string,
): ReversalRow {
  const leftMinor = leftOf(payment);
  const amountMinor = input.amountMinor ?? leftMinor;
  // A bank asks nobody what became of the money since.
  const mostMinor = input.kind === 'mistake' ? leftMinor : payment.amountMinor - payment.reversedMinor;
  const reversedOn = input.reversedOn ?? today;
  if (!parseCivilDate(reversedOn)) throw invalid('bad_date', 'reversedOn', 'Write the day as 2026-04-30.');
  if (reversedOn > today) throw invalid('future_date', 'reversedOn', `Today is ${today}.`);
  if (input.reversedOn !== null && reversedOn < payment.receivedOn) {
    throw invalid('bad_date', 'reversedOn', `This payment came on ${payment.receivedOn}.`);
  }
  if (amountMinor > mostMinor || (input.amountMinor === null && leftMinor === 0n))
    throw abovePaid(payment, mostMinor);
  if (amountMinor <= 0n) throw invalid('not_above_zero', 'amount', 'What is taken back is above zero.');
  const id = newId();
  return {
    ...{ id, paymentId: payment.id, kind: input.kind, amountMinor, reversedOn, reason: input.reason.trim() },
    ...{
      ofId: null,
      sourceKey: input.sourceKey ?? `reversal:${id}`,
      recordedBy: actorName(ctx.actor),
      recordedAt: ctx.now,
    },
  };
}

/** More than is left of what was paid. */
export function abovePaid({ currency }: Pick<PaymentRow, 'currency'>, leftMinor: bigint) {
  const left = `${formatMinor(leftMinor, currencyOf(currency))} ${currency}`;
  const message = `Of what was paid ${left} is left that was not given back or taken back.`;
  return conflict('above_paid', message, 'amount');
}

async function alreadyThere(
  sql: Sql,
  known: ReversalRow,
  payment: PaymentRow,
  input: ReversePaymentInput,
): Promise<PaymentView> {
  const isSame =
    known.paymentId === payment.id && (input.amountMinor === null || input.amountMinor === known.amountMinor);
  if (isSame) return readPayment(sql, payment.id);
  throw conflict(
    'source_key_conflict',
    'A reversal with this key is there already, and says something else.',
  );
}
