import { createHash } from 'node:crypto';
import { appendAudit } from '@/lib/db/audit';
import { newId } from '@/lib/db/id';
import { bookJournal, NO_ACCOUNT } from '@/lib/db/ledger';
import {
  findPayingAccount,
  type PayingAccount,
  readBookkeeper,
  readPayableCurrencies,
} from '@/lib/db/open-items';
import { appendEvent } from '@/lib/db/outbox';
import {
  findPaymentBySource,
  insertPayment,
  type PaymentMethodKind,
  type PaymentSource,
} from '@/lib/db/payments';
import { changeCredit } from '@/lib/db/receivables';
import type { Sql } from '@/lib/db/tenant';
import { credit, debit } from '@/lib/domain/ledger/posting';
import { type Currency, isCurrency } from '@/lib/domain/money/currency';
import { addMonthsClamped, civilDate, parseCivilDate } from '@/lib/domain/period/civil-date';
import type { Allocated } from '@/lib/domain/settlement/allocate-payment';
import { conflict, invalid } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName } from '@/lib/services/partner-bills/acting';
import { type PaymentView, paymentEvent, readPayment } from '@/lib/services/payments/payment-view';
import { putOnBills, requirePlan } from '@/lib/services/payments/put-on-bills';
import { withBooks } from '@/lib/services/receivables/with-books';
import { payWrittenOff } from '@/lib/services/write-offs/pay-written-off';

export type RecordPaymentInput = {
  /** Id or number; null: nobody is known for it yet, and it waits to be matched. */
  billingAccountId: string | null;
  currency: string;
  amountMinor: bigint;
  /** Civil date, not after today where the operator is. */
  receivedOn: string;
  method: PaymentMethodKind;
  reference: string;
  payer: { name: string | null; iban: string | null } | null;
  source: PaymentSource;
  /** What makes it itself: told again with the same content it is the payment that is there. */
  sourceKey: string;
  /** Bills (id or number) that it pays; the ones due first when nothing is said. */
  allocations?: readonly Allocated[] | undefined;
};

export type RecordedPayment = PaymentView & { isNew: boolean };

/** As `recordPaymentIn`, in a transaction of its own. Fails: `forbidden`, and as that. */
export async function recordPayment(
  ctx: ServiceContext,
  input: RecordPaymentInput,
): Promise<RecordedPayment> {
  authorise(ctx, 'payment.manage');
  return withBooks(ctx.actor, (sql) => recordPaymentIn(sql, ctx, input));
}

/**
 * Records money that came in: Dr bank, Cr the account's credit, and from there onto bills. While nobody is known for it, it is unallocated
 * cash. Runs in the caller's transaction over the whole operator; once per source key, whoever tells it how often.
 * Fails: `not_above_zero`, `bad_currency`, `bad_date`, `future_date`, `unknown_account`, `currency_mismatch`, `source_key_conflict`, and as
 * `allocatePayment`.
 * Example: 150.00 with one bill of 119.00 open: the bill is settled and 31.00 stays the account's credit.
 */
export async function recordPaymentIn(
  sql: Sql,
  ctx: ServiceContext,
  input: RecordPaymentInput,
): Promise<RecordedPayment> {
  const { operatorId } = ctx.actor;
  const { partyId, today } = await readBookkeeper(sql, operatorId, ctx.now);
  requireSound(input, today);
  const fingerprint = fingerprintOf(input);
  const known = await findPaymentBySource(sql, input.sourceKey);
  if (known) return alreadyThere(sql, known, fingerprint);
  const account = await payingAccount(sql, input);
  const id = newId();
  const isNew = await insertPayment(sql, operatorId, {
    ...{ id, fingerprint, billingAccountId: account?.id ?? null, currency: input.currency },
    ...{ amountMinor: input.amountMinor, receivedOn: input.receivedOn, method: input.method },
    ...{ reference: input.reference, source: input.source, sourceKey: input.sourceKey },
    ...{ payerName: input.payer?.name ?? null, payerIban: input.payer?.iban ?? null },
    ...{ recordedBy: actorName(ctx.actor), recordedAt: ctx.now },
  });
  if (!isNew) return alreadyThere(sql, (await findPaymentBySource(sql, input.sourceKey))!, fingerprint);
  const money = { id, currency: input.currency as Currency, amountMinor: input.amountMinor };
  const plan = account && (await requirePlan(sql, account, money, input.allocations));
  await bookJournal(sql, operatorId, {
    billingAccountId: account?.id ?? NO_ACCOUNT,
    event: 'payment.received',
    sourceId: id,
    bookedOn: input.receivedOn,
    details: { paymentId: id, method: input.method, reference: input.reference },
    postings: [
      debit('bank', partyId, money.currency, money.amountMinor),
      account
        ? credit('customer_credit', account.customerId, money.currency, money.amountMinor)
        : credit('unallocated_cash', partyId, money.currency, money.amountMinor),
    ],
  });
  if (account) await changeCredit(sql, operatorId, account.id, money.currency, money.amountMinor);
  const payment = await readPayment(sql, id);
  await appendAudit(sql, ctx.actor, {
    ...{ action: 'payment.received', entityType: 'payment', entityId: id },
    after: { ...paymentEvent(payment), sourceKey: input.sourceKey },
  });
  await appendEvent(sql, operatorId, {
    ...{ type: 'payment.received', entityType: 'payment', entityId: id, payload: paymentEvent(payment) },
    partyIds: account ? [account.customerId] : [],
  });
  if (account && plan) {
    const source = { paymentId: id, bookedOn: input.receivedOn };
    await putOnBills(sql, ctx, account, source, plan);
    const rest = { ...source, currency: money.currency, leftMinor: plan.creditMinor };
    if (!input.allocations) await payWrittenOff(sql, ctx, account, rest);
  }
  return { ...(await readPayment(sql, id)), isNew: true };
}

function requireSound(
  { amountMinor, currency, receivedOn, source }: RecordPaymentInput,
  today: string,
): void {
  if (!isCurrency(currency))
    throw invalid('bad_currency', 'currency', `"${currency}" is no currency (ISO 4217).`);
  if (amountMinor <= 0n)
    throw invalid('not_above_zero', 'amount', 'A payment is above zero. To give money back, make a refund.');
  const day = parseCivilDate(receivedOn);
  if (!day) throw invalid('bad_date', 'receivedOn', 'Write the day as 2026-04-30.');
  if (receivedOn > today) {
    throw invalid('future_date', 'receivedOn', `Money cannot have come on ${receivedOn}: today is ${today}.`);
  }
  // A bank's file says what it says; a hand that is ten years off has mistyped the year.
  if (source !== 'bank-file' && day < addMonthsClamped(civilDate(today), -120)) {
    throw invalid('bad_date', 'receivedOn', 'This is more than ten years ago.');
  }
}

async function payingAccount(sql: Sql, input: RecordPaymentInput): Promise<PayingAccount | null> {
  if (input.billingAccountId === null) {
    if (!input.allocations?.length) return null;
    throw invalid(
      'unknown_account',
      'billingAccount',
      'Say whose bills these are: name the billing account.',
    );
  }
  return requirePayingAccount(sql, input.billingAccountId, input.currency);
}

/** Fails: `unknown_account`, `currency_mismatch`. */
export async function requirePayingAccount(
  sql: Sql,
  idOrNumber: string,
  currency: string,
): Promise<PayingAccount> {
  const account = await findPayingAccount(sql, idOrNumber);
  if (!account) {
    const message = `There is no billing account "${idOrNumber}". Look it up under Accounts, or record the payment without one.`;
    throw invalid('unknown_account', 'billingAccount', message);
  }
  const currencies = await readPayableCurrencies(sql, account.id);
  if (currencies.includes(currency)) return account;
  const message = `The account ${account.number} pays in ${currencies.join(' and ')}, and this is ${currency}. Nothing is converted by itself.`;
  throw invalid('currency_mismatch', 'currency', message);
}

async function alreadyThere(
  sql: Sql,
  known: { id: string; fingerprint: Buffer },
  fingerprint: Buffer,
): Promise<RecordedPayment> {
  if (known.fingerprint.equals(fingerprint)) return { ...(await readPayment(sql, known.id)), isNew: false };
  throw conflict(
    'source_key_conflict',
    'A payment with this key is there already, and says something else. Another payment needs another key.',
  );
}

const fingerprintOf = ({
  billingAccountId,
  currency,
  amountMinor,
  receivedOn,
  ...rest
}: RecordPaymentInput): Buffer =>
  createHash('sha256')
    .update(
      JSON.stringify([
        ...[billingAccountId, currency, String(amountMinor), receivedOn, rest.method, rest.reference],
        ...[rest.payer?.name ?? null, rest.payer?.iban ?? null, rest.source],
        (rest.allocations ?? []).map((part) => [part.billId, String(part.amountMinor)]),
      ]),
    )
    .digest();
