import { readRests } from '@/lib/db/account-credits';
import { appendAudit } from '@/lib/db/audit';
import { idOfKey, newId } from '@/lib/db/id';
import { bookJournal } from '@/lib/db/ledger';
import { findPayingAccount, type PayingAccount, readBookkeeper } from '@/lib/db/open-items';
import { appendEvent } from '@/lib/db/outbox';
import { findSessionOfPayment } from '@/lib/db/payment-sessions';
import {
  addRefunded,
  findPayment,
  lockPayment,
  type PaymentMethodKind,
  type PaymentRow,
} from '@/lib/db/payments';
import { changeCredit, lockCredit } from '@/lib/db/receivables';
import { findRefund, holdRefundId, insertRefund, type RefundPayee } from '@/lib/db/refunds';
import type { Sql } from '@/lib/db/tenant';
import { credit, debit } from '@/lib/domain/ledger/posting';
import { type Currency, isCurrency } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import { compactAccount, ibanFault } from '@/lib/domain/settlement/iban';
import { isSepaIban } from '@/lib/domain/settlement/sepa';
import { conflict, invalid, notFound } from '@/lib/errors';
import { enqueue } from '@/lib/queue/enqueue';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName } from '@/lib/services/partner-bills/acting';
import { abovePaid } from '@/lib/services/payments/reverse-payment';
import { leftOf, planTakeBack, takeFromBills } from '@/lib/services/payments/take-from-bills';
import { withBooks } from '@/lib/services/receivables/with-books';
import { type RefundView, readRefund, refundEvent, refundView } from '@/lib/services/refunds/refund-view';
import { requirePerson } from '@/lib/services/require-person';

export type RequestRefundInput = {
  /** Of this payment; or else out of the credit of this account (id or number). When both are said they agree. */
  paymentId: string | null;
  billingAccountId: string | null;
  currency: string;
  amountMinor: bigint;
  reason: string;
  method: PaymentMethodKind;
  /** Of a bank transfer: where it goes. Without it, where its payment came from, when that is known; else it is named later. */
  payee?: RefundPayee | null | undefined;
  /** Money of the payment that is on bills is taken off them first, the newest allocation first. */
  takeFromBills?: boolean | undefined;
};

/** As `requestRefundIn`, in a transaction of its own. `key`: of one opening of a form (32 hex digits), which makes one refund. */
export async function requestRefund(
  ctx: ServiceContext,
  { key, ...input }: RequestRefundInput & { key?: string | undefined },
): Promise<RefundView> {
  authorise(ctx, 'refund.manage');
  const asId = key === undefined ? undefined : idOfKey(key);
  return withBooks(ctx.actor, (sql) => requestRefundIn(sql, ctx, input, asId));
}

/**
 * Asks for money to be given back to a customer. It leaves the account's credit at once (Dr customer credit, Cr refund clearing), so that no
 * bill can take it meanwhile, and reaches the bank when the refund is paid. Never above what was paid and not given back. Asked again under
 * the same `asId` it is the refund that is there, whatever became of it. A provider that took the payment is asked to give it back, unless
 * an account is named, by a person: then it leaves by bank, in a payment file.
 * Fails: `person_needed`, `not_found`, `unknown_account`, `not_matched`, `currency_mismatch`, `not_above_zero`, `above_paid`, `on_bills`,
 * `account_mismatch`, `payee_not_used`, `source_key_conflict`.
 * Example: 31.00 of an overpayment: the credit is 31.00 less, and the payment's bill stays settled.
 */
export async function requestRefundIn(
  sql: Sql,
  ctx: ServiceContext,
  input: RequestRefundInput,
  asId?: string,
): Promise<RefundView> {
  const { operatorId } = ctx.actor;
  const known = asId === undefined ? null : await findMade(sql, asId, input);
  if (known) return known;
  const id = asId ?? newId();
  const { amountMinor } = input;
  if (!isCurrency(input.currency))
    throw invalid('bad_currency', 'currency', `"${input.currency}" is no currency.`);
  if (amountMinor <= 0n) throw invalid('not_above_zero', 'amount', 'A refund is above zero.');
  const named = input.payee ?? null;
  if (named !== null) requirePerson(ctx);
  if (named !== null && input.method !== 'bank_transfer') {
    throw invalid('payee_not_used', 'payee', 'Only a bank transfer goes to an account.');
  }
  const money = { currency: input.currency, amountMinor };
  const { today } = await readBookkeeper(sql, operatorId, ctx.now);
  const { account, paymentId } =
    input.paymentId === null
      ? await outOfCredit(sql, operatorId, input.billingAccountId, money)
      : await outOfPayment(sql, ctx, input.paymentId, money, {
          of: input.billingAccountId,
          takeOff: input.takeFromBills ?? false,
          id,
          today,
        });
  await insertRefund(sql, operatorId, {
    ...{
      id,
      billingAccountId: account.id,
      paymentId,
      ...money,
      method: input.method,
      reason: input.reason.trim(),
    },
    ...{ requestedBy: actorName(ctx.actor), requestedAt: ctx.now },
    ...(await payeeOf(sql, ctx, input, { paymentId, account })),
  });
  if (paymentId !== null) await addRefunded(sql, paymentId, amountMinor);
  await changeCredit(sql, operatorId, account.id, money.currency, -amountMinor);
  await bookJournal(sql, operatorId, {
    ...{ billingAccountId: account.id, event: 'refund.requested', sourceId: id, bookedOn: today },
    details: { refundId: id, paymentId },
    postings: [
      debit('customer_credit', account.customerId, money.currency, amountMinor),
      credit('refund_clearing', account.customerId, money.currency, amountMinor),
    ],
  });
  // Whether a provider took the payment is looked at when it is asked; without one the job has nothing to do.
  if (paymentId !== null && named === null)
    await enqueue(sql, 'refund.send', { operatorId, refundId: id }, { jobKey: `refund.send:${id}` });
  const refund = await readRefund(sql, id);
  const told = { entityType: 'refund', entityId: id };
  await appendAudit(sql, ctx.actor, { ...told, action: 'refund.requested', after: refundEvent(refund) });
  const payload = refundEvent(refund);
  await appendEvent(sql, operatorId, {
    ...told,
    type: 'refund.requested',
    payload,
    partyIds: [account.customerId],
  });
  return refund;
}

/** What was asked for under this id, to the letter. Fails: `source_key_conflict`. */
async function findMade(sql: Sql, id: string, input: RequestRefundInput): Promise<RefundView | null> {
  await holdRefundId(sql, id);
  const row = await findRefund(sql, id);
  if (!row) return null;
  const { paymentId, billingAccountId } = input;
  const account = billingAccountId === null ? null : await findPayingAccount(sql, billingAccountId);
  const isSame =
    (paymentId === null || row.paymentId === paymentId) &&
    (billingAccountId === null || row.account.id === account?.id) &&
    row.currency === input.currency &&
    row.amountMinor === input.amountMinor &&
    row.method === input.method &&
    (!input.payee || row.payee?.iban === input.payee.iban) &&
    row.reason === input.reason.trim();
  if (isSame) return refundView(row);
  throw conflict(
    'source_key_conflict',
    'A refund with other facts was made from this form. Look at it first.',
  );
}

/** Where a refund goes, and whose word that is: null where a bank's own file says so, or nobody says anything. */
async function payeeOf(
  sql: Sql,
  ctx: ServiceContext,
  { payee, method }: RequestRefundInput,
  { paymentId, account }: Origin,
): Promise<{ payee: RefundPayee | null; payeeBy: string | null }> {
  if (payee) return { payee, payeeBy: actorName(ctx.actor) };
  const none = { payee: null, payeeBy: null };
  const payment = method === 'bank_transfer' && paymentId !== null && (await findPayment(sql, paymentId));
  if (!payment) return none;
  const payer = await payerOf(sql, payment, account);
  if (payer === null) return none;
  return { payee: payer, payeeBy: payment.source === 'bank-file' ? null : payment.recordedBy };
}

/** Who paid, where its bank's account is known and needs no more than its number; not of what a provider took, which gives it back itself. */
async function payerOf(sql: Sql, payment: PaymentRow, account: PayingAccount): Promise<RefundPayee | null> {
  const iban = payment.payerIban ? compactAccount(payment.payerIban) : null;
  if (iban === null || ibanFault(iban) !== null || !isSepaIban(iban)) return null;
  if (await findSessionOfPayment(sql, payment.id)) return null;
  return { name: payment.payerName ?? payment.account?.customer ?? account.number, iban, bic: null };
}

type Asked = { currency: Currency; amountMinor: bigint };
type Origin = { account: PayingAccount; paymentId: string | null };

async function outOfCredit(
  sql: Sql,
  operatorId: string,
  billingAccount: string | null,
  { currency, amountMinor }: Asked,
): Promise<Origin> {
  const account = billingAccount === null ? null : await findPayingAccount(sql, billingAccount);
  if (!account) throw invalid('unknown_account', 'billingAccount', 'Name a billing account, or a payment.');
  // Its payment first, as whoever else moves its money does; what is true of both is read again once they are held.
  const explains = ({ restMinor }: { restMinor: bigint }) => restMinor >= amountMinor;
  const candidates = (await readRests(sql, account.id, currency)).filter(explains);
  const held = candidates.map(({ paymentId }) => paymentId).sort();
  for (const id of held) await lockPayment(sql, id);
  const creditMinor = await lockCredit(sql, operatorId, account.id, currency);
  if (amountMinor > creditMinor) {
    const has = `${formatMinor(creditMinor, currency)} ${currency}`;
    const message = `The account ${account.number} has ${has} that was paid and is on no bill.`;
    throw conflict('above_paid', message, 'amount');
  }
  const rests = await readRests(sql, account.id, currency);
  // One that explains it whole, the newest; else the credit is of several, or of credit notes.
  const of = rests.filter((rest) => explains(rest) && held.includes(rest.paymentId)).at(-1);
  return { account, paymentId: of?.paymentId ?? null };
}

async function outOfPayment(
  sql: Sql,
  ctx: ServiceContext,
  paymentId: string,
  { currency, amountMinor }: Asked,
  { of, takeOff, id, today }: { of: string | null; takeOff: boolean; id: string; today: string },
): Promise<Origin> {
  const payment = await lockPayment(sql, paymentId);
  if (!payment) throw notFound('The payment');
  const account = payment.account && (await findPayingAccount(sql, payment.account.id));
  if (!account)
    throw conflict('not_matched', 'Say first whose account this payment is; or take it back as a mistake.');
  if (of !== null && (await findPayingAccount(sql, of))?.id !== account.id) {
    throw invalid('account_mismatch', 'billingAccount', `This payment is of the account ${account.number}.`);
  }
  if (payment.currency !== currency) {
    throw invalid('currency_mismatch', 'currency', `The payment was in ${payment.currency}.`);
  }
  const leftMinor = leftOf(payment);
  if (amountMinor > leftMinor) throw abovePaid(payment, leftMinor);
  const how = takeOff ? 'of-payment' : 'untouched';
  const plan = await planTakeBack(sql, ctx.actor.operatorId, account, payment, amountMinor, how);
  if (plan.missingMinor > 0n)
    throw takeOff ? abovePaid(payment, amountMinor - plan.missingMinor) : onBills(payment, plan.missingMinor);
  const source = {
    event: 'payment.allocated' as const,
    paymentId,
    bookedOn: today,
    details: { refundId: id },
  };
  await takeFromBills(sql, ctx, account, source, plan.fromBills);
  return { account, paymentId };
}

function onBills({ currency }: PaymentRow, missingMinor: bigint) {
  const missing = `${formatMinor(missingMinor, currency as Currency)} ${currency}`;
  return conflict(
    'on_bills',
    `${missing} of it pays bills. Say that it is to be taken off them, or refund less.`,
    'amount',
  );
}
