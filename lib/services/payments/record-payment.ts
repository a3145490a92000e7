import { appendAudits } from '@/lib/db/audit';
import { newId } from '@/lib/db/id';
import { bookJournals, type NewJournal, NO_ACCOUNT } from '@/lib/db/ledger';
import {
  findPayingAccounts,
  type PayingAccount,
  readBookkeeper,
  readPayableCurrencies,
} from '@/lib/db/open-items';
import { appendEvents } from '@/lib/db/outbox';
import { findPaymentsBySource, insertPayments, type KnownPayment } from '@/lib/db/payments';
import { changeCredits } from '@/lib/db/receivables';
import type { Sql } from '@/lib/db/tenant';
import { credit, debit } from '@/lib/domain/ledger/posting';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import type { AllocationPlan } from '@/lib/domain/settlement/allocate-payment';
import { conflict, invalid } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName } from '@/lib/services/partner-bills/acting';
import { fingerprintOf, type RecordPaymentInput, requireSound } from '@/lib/services/payments/payment-input';
import { type PaymentView, paymentEvent, readPayments } from '@/lib/services/payments/payment-view';
import { putMoneyOnBills, requirePlans } from '@/lib/services/payments/put-on-bills';
import { withBooks } from '@/lib/services/receivables/with-books';
import { payWrittenOff } from '@/lib/services/write-offs/pay-written-off';

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
  const [recorded] = await recordPaymentsIn(sql, ctx, [input]);
  return recorded!;
}

/**
 * The same of several payments, each with a source key of its own and of another account (or of none), with as many statements as for one.
 * Answers in their order. Fails as for one when any of them does, with nothing done that the caller may keep.
 */
export async function recordPaymentsIn(
  sql: Sql,
  ctx: ServiceContext,
  inputs: readonly RecordPaymentInput[],
): Promise<RecordedPayment[]> {
  if (inputs.length === 0) return [];
  const { partyId, today } = await readBookkeeper(sql, ctx.actor.operatorId, ctx.now);
  for (const input of inputs) requireSound(input, today);
  const told = inputs.map((input) => ({ id: newId(), input, fingerprint: fingerprintOf(input) }));
  const known = await findKnown(sql, told);
  const drafts = await withAccounts(
    sql,
    told.filter(({ input }) => !known.has(input.sourceKey)),
  );
  const added = await insertPayments(sql, ctx.actor.operatorId, drafts.map(rowOf(ctx)));
  const fresh = drafts.filter(({ id }) => added.has(id));
  if (fresh.length < drafts.length) {
    const meanwhile = await findKnown(sql, drafts);
    for (const [key, payment] of meanwhile) if (!added.has(payment.id)) known.set(key, payment);
  }
  await bookPayments(sql, ctx, partyId, fresh);
  const ids = told.map(({ id, input }) => known.get(input.sourceKey)?.id ?? id);
  const views = await readPayments(sql, ids);
  return ids.map((id) => ({ ...views.get(id)!, isNew: added.has(id) }));
}

type Told = { id: string; input: RecordPaymentInput; fingerprint: Buffer };
type Draft = Told & { account: PayingAccount | null };

/** Those that are there already, by source key. Fails: `source_key_conflict`. */
async function findKnown(sql: Sql, told: readonly Told[]): Promise<Map<string, KnownPayment>> {
  const fingerprints = new Map(
    told.map(({ id, input, fingerprint }) => [input.sourceKey, { id, fingerprint }]),
  );
  const known = await findPaymentsBySource(sql, [...fingerprints.keys()]);
  const other = known.find(
    ({ sourceKey, fingerprint }) => !fingerprints.get(sourceKey)!.fingerprint.equals(fingerprint),
  );
  if (!other) return new Map(known.map((payment) => [payment.sourceKey, payment]));
  throw conflict(
    'source_key_conflict',
    'A payment with this key is there already, and says something else. Another payment needs another key.',
  );
}

/** Whose each is. Two of one account would not see what the other pays: a mistake of whoever called. */
async function withAccounts(sql: Sql, told: readonly Told[]): Promise<Draft[]> {
  const accounts = await requirePayingAccounts(
    sql,
    told.flatMap(({ input: { billingAccountId, currency } }) =>
      billingAccountId === null ? [] : { idOrNumber: billingAccountId, currency },
    ),
  );
  if (new Set(accounts.map(({ id }) => id)).size < accounts.length)
    throw new Error('Two payments of one account at once');
  const next = accounts.values();
  return told.map((of) => ({
    ...of,
    account: of.input.billingAccountId === null ? null : next.next().value!,
  }));
}

/** Fails: `unknown_account`, `currency_mismatch`. */
export async function requirePayingAccount(
  sql: Sql,
  idOrNumber: string,
  currency: string,
): Promise<PayingAccount> {
  const [account] = await requirePayingAccounts(sql, [{ idOrNumber, currency }]);
  return account!;
}

async function requirePayingAccounts(
  sql: Sql,
  asked: readonly { idOrNumber: string; currency: string }[],
): Promise<PayingAccount[]> {
  if (asked.length === 0) return [];
  const found = await findPayingAccounts(
    sql,
    asked.map(({ idOrNumber }) => idOrNumber),
  );
  const accounts = new Map(
    found.flatMap((account) => [
      [account.id, account],
      [account.number, account],
    ]),
  );
  const currencies = await readPayableCurrencies(
    sql,
    found.map(({ id }) => id),
  );
  return asked.map(({ idOrNumber, currency }) => {
    const account = accounts.get(idOrNumber) ?? accounts.get(idOrNumber.toLowerCase());
    if (!account) {
      const message = `There is no billing account "${idOrNumber}". Look it up under Accounts, or record the payment without one.`;
      throw invalid('unknown_account', 'billingAccount', message);
    }
    const payable = currencies.get(account.id) ?? [];
    if (payable.includes(currency)) return account;
    const message = `The account ${account.number} pays in ${payable.join(' and ')}, and this is ${currency}. Nothing is converted by itself.`;
    throw invalid('currency_mismatch', 'currency', message);
  });
}

const rowOf =
  (ctx: ServiceContext) =>
  ({ id, fingerprint, account, input }: Draft) => ({
    ...{ id, fingerprint, billingAccountId: account?.id ?? null, currency: input.currency },
    ...{ amountMinor: input.amountMinor, receivedOn: input.receivedOn, method: input.method },
    ...{ reference: input.reference, source: input.source, sourceKey: input.sourceKey },
    ...{ payerName: input.payer?.name ?? null, payerIban: input.payer?.iban ?? null },
    ...{ recordedBy: actorName(ctx.actor), recordedAt: ctx.now },
  });

/** Into the books, the account's credit, the audit and the events, and from the credit onto bills. */
async function bookPayments(
  sql: Sql,
  ctx: ServiceContext,
  bankPartyId: string,
  drafts: readonly Draft[],
): Promise<void> {
  const { operatorId } = ctx.actor;
  const ofAccounts = drafts.flatMap(({ account, ...draft }) => (account ? { ...draft, account } : []));
  const plans = await requirePlans(
    sql,
    ofAccounts.map(({ account, input }) => ({ account, money: input, told: input.allocations })),
  );
  await bookJournals(
    sql,
    operatorId,
    drafts.map((draft) => receiptOf(draft, bankPartyId)),
  );
  await changeCredits(
    sql,
    operatorId,
    ofAccounts.map(({ account, input: { currency, amountMinor } }) => ({
      ...{ billingAccountId: account.id, currency, byMinor: amountMinor },
    })),
  );
  const told = drafts.map((draft) => ({
    ...{
      entityType: 'payment',
      entityId: draft.id,
      payload: eventOf(draft),
      sourceKey: draft.input.sourceKey,
    },
    partyIds: draft.account ? [draft.account.customerId] : [],
  }));
  await appendAudits(
    sql,
    ctx.actor,
    told.map(({ payload, sourceKey, entityType, entityId }) => ({
      ...{ action: 'payment.received', entityType, entityId, after: { ...payload, sourceKey } },
    })),
  );
  await appendEvents(
    sql,
    operatorId,
    told.map((event) => ({ ...event, type: 'payment.received' })),
  );
  await putPlanned(sql, ctx, ofAccounts, plans);
}

function receiptOf({ id, account, input }: Draft, bankPartyId: string): NewJournal {
  const { amountMinor, method, reference } = input;
  const currency = currencyOf(input.currency);
  return {
    ...{ billingAccountId: account?.id ?? NO_ACCOUNT, event: 'payment.received', sourceId: id },
    ...{ bookedOn: input.receivedOn, details: { paymentId: id, method, reference } },
    postings: [
      debit('bank', bankPartyId, currency, amountMinor),
      account
        ? credit('customer_credit', account.customerId, currency, amountMinor)
        : credit('unallocated_cash', bankPartyId, currency, amountMinor),
    ],
  };
}

const eventOf = ({ id, account, input }: Draft) =>
  paymentEvent({
    ...{ id, account, state: account ? 'received' : 'unmatched', currency: input.currency },
    amount: formatMinor(input.amountMinor, currencyOf(input.currency)),
    ...{ receivedOn: input.receivedOn, method: input.method },
    ...{ reference: input.reference, source: input.source },
  });

async function putPlanned(
  sql: Sql,
  ctx: ServiceContext,
  drafts: readonly (Told & { account: PayingAccount })[],
  plans: readonly AllocationPlan[],
): Promise<void> {
  const puts = drafts.map(({ id, account, input }, n) => {
    const source = { paymentId: id, bookedOn: input.receivedOn };
    return { account, source, input, plan: plans[n]! };
  });
  await putMoneyOnBills(
    sql,
    ctx,
    puts.map(({ account, source, plan }) => ({ account, source, allocations: plan.allocations })),
  );
  for (const { account, source, input, plan } of puts) {
    const rest = { ...source, currency: input.currency, leftMinor: plan.creditMinor };
    if (!input.allocations) await payWrittenOff(sql, ctx, account, rest);
  }
}
