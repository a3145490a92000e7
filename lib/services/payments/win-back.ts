import { appendAudit } from '@/lib/db/audit';
import { listDebitNotesOf } from '@/lib/db/debit-notes';
import { newId } from '@/lib/db/id';
import { bookJournal, NO_ACCOUNT } from '@/lib/db/ledger';
import { findPayingAccount, lockOpenItems, type PayingAccount, readBookkeeper } from '@/lib/db/open-items';
import { appendEvent } from '@/lib/db/outbox';
import {
  findReversalBySource,
  insertReversal,
  listReversals,
  type ReversalRow,
  readTakenBy,
} from '@/lib/db/payment-reversals';
import { addReversed, lockPayment } from '@/lib/db/payments';
import { changeCredit } from '@/lib/db/receivables';
import type { Sql } from '@/lib/db/tenant';
import { credit, debit } from '@/lib/domain/ledger/posting';
import { type Currency, currency as currencyOf } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import { parseCivilDate } from '@/lib/domain/period/civil-date';
import type { Allocated } from '@/lib/domain/settlement/allocate-payment';
import { putBack } from '@/lib/domain/settlement/put-back';
import { conflict, invalid, notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName } from '@/lib/services/partner-bills/acting';
import { type PaymentView, paymentEvent, readPayment } from '@/lib/services/payments/payment-view';
import { planOn, putOnBills } from '@/lib/services/payments/put-on-bills';
import { withBooks } from '@/lib/services/receivables/with-books';
import { payWrittenOff } from '@/lib/services/write-offs/pay-written-off';

export type WinBackInput = {
  /** Which of the payment's reversals; null: the latest of which anything is left to win. */
  reversalId: string | null;
  /** Null: all that is left of it. */
  amountMinor: bigint | null;
  reason: string;
  /** Null: today. */
  wonOn: string | null;
  /** What makes it itself; without one every call is another. */
  sourceKey?: string | undefined;
};

/** As `winBackIn`, in a transaction of its own. */
export async function winBack(
  ctx: ServiceContext,
  paymentId: string,
  input: WinBackInput,
): Promise<PaymentView> {
  authorise(ctx, 'payment.manage');
  return withBooks(ctx.actor, (sql) => winBackIn(sql, ctx, paymentId, input));
}

/**
 * A chargeback or a returned debit that was won back, whole or in part (representment): Dr bank, Cr the account's credit, and from there back
 * to what the reversal took it from, the debit note first. What somebody else paid meanwhile leaves its part to other open bills. Never more
 * than was taken, and once per source key.
 * Fails: `not_found`, `unknown_reversal`, `not_above_zero`, `above_reversed`, `bad_date`, `future_date`, `source_key_conflict`.
 * Example: 119.00 charged back and won: its bill is settled by the same payment again.
 */
export async function winBackIn(
  sql: Sql,
  ctx: ServiceContext,
  paymentId: string,
  input: WinBackInput,
): Promise<PaymentView> {
  const { operatorId } = ctx.actor;
  const payment = await lockPayment(sql, paymentId);
  if (!payment) throw notFound('The payment');
  const known = input.sourceKey === undefined ? null : await findReversalBySource(sql, input.sourceKey);
  if (known) {
    const isSame = known.paymentId === paymentId && known.kind === 'won_back';
    if (isSame && (input.amountMinor ?? known.amountMinor) === known.amountMinor)
      return readPayment(sql, paymentId);
    throw conflict('source_key_conflict', 'Something else with this key is there already.');
  }
  const { partyId, today } = await readBookkeeper(sql, operatorId, ctx.now);
  const currency = currencyOf(payment.currency);
  const reversal = reversalToWin(await listReversals(sql, paymentId), input.reversalId);
  const amountMinor = input.amountMinor ?? reversal.leftMinor;
  requireSound({ ...input, amountMinor }, reversal, today, currency);
  const id = newId();
  const wonOn = input.wonOn ?? today;
  const account = payment.account && (await findPayingAccount(sql, payment.account.id));
  const back = account && (await planBack(sql, account, reversal, amountMinor, currency));
  await insertReversal(sql, operatorId, {
    ...{ id, paymentId, kind: 'won_back', ofId: reversal.id, amountMinor, reversedOn: wonOn },
    ...{ reason: input.reason.trim(), sourceKey: input.sourceKey ?? `won-back:${id}` },
    ...{ recordedBy: actorName(ctx.actor), recordedAt: ctx.now },
  });
  await bookJournal(sql, operatorId, {
    ...{
      billingAccountId: account?.id ?? NO_ACCOUNT,
      event: 'payment.won-back',
      sourceId: id,
      bookedOn: wonOn,
    },
    details: { paymentId, reversal: reversal.id, reason: input.reason.trim() },
    postings: [
      debit('bank', partyId, currency, amountMinor),
      account
        ? credit('customer_credit', account.customerId, currency, amountMinor)
        : credit('unallocated_cash', partyId, currency, amountMinor),
    ],
  });
  await addReversed(sql, paymentId, -amountMinor);
  if (account && back) {
    await changeCredit(sql, operatorId, account.id, currency, amountMinor);
    const source = { paymentId, bookedOn: wonOn, details: { reversal: reversal.id, wonBack: id } };
    await putOnBills(sql, ctx, account, source, back);
    await payWrittenOff(sql, ctx, account, { ...source, currency, leftMinor: back.displacedMinor });
  }
  const view = await readPayment(sql, paymentId);
  const payload = {
    ...paymentEvent(view),
    ...{ wonBack: formatMinor(amountMinor, currency), reversal: reversal.id, reason: input.reason, wonOn },
  };
  const told = { entityType: 'payment', entityId: paymentId };
  await appendAudit(sql, ctx.actor, { ...told, action: 'payment.won-back', after: payload });
  const partyIds = account ? [account.customerId] : [];
  await appendEvent(sql, operatorId, { ...told, type: 'payment.won-back', payload, partyIds });
  return view;
}

type ReversalToWin = ReversalRow & { leftMinor: bigint };

/** Fails: `unknown_reversal`. */
function reversalToWin(reversals: readonly ReversalRow[], id: string | null): ReversalToWin {
  const open = reversals
    .filter(({ kind }) => kind === 'chargeback' || kind === 'returned')
    .map((reversal) => ({ ...reversal, leftMinor: leftToWin(reversals, reversal) }));
  const found = open.findLast((each) => (id === null ? each.leftMinor > 0n : each.id === id));
  if (found) return found;
  throw conflict('unknown_reversal', 'The bank took nothing of this payment back that could be won.');
}

/** What of a reversal was not won back yet; nothing of a mistake, which was never the bank's. */
export const leftToWin = (
  reversals: readonly ReversalRow[],
  { id, kind, amountMinor }: ReversalRow,
): bigint =>
  kind === 'chargeback' || kind === 'returned'
    ? reversals.reduce((left, won) => (won.ofId === id ? left - won.amountMinor : left), amountMinor)
    : 0n;

function requireSound(
  { amountMinor, wonOn }: { amountMinor: bigint; wonOn: string | null },
  { leftMinor, reversedOn }: ReversalToWin,
  today: string,
  currency: Currency,
): void {
  if (amountMinor <= 0n) throw invalid('not_above_zero', 'amount', 'What is won back is above zero.');
  if (amountMinor > leftMinor) {
    const left = `${formatMinor(leftMinor, currency)} ${currency}`;
    throw conflict(
      'above_reversed',
      `Of what was taken back ${left} is left that was not won back.`,
      'amount',
    );
  }
  if (wonOn === null) return;
  if (!parseCivilDate(wonOn)) throw invalid('bad_date', 'wonOn', 'Write the day as 2026-04-30.');
  if (wonOn > today) throw invalid('future_date', 'wonOn', `Today is ${today}.`);
  if (wonOn < reversedOn) throw invalid('bad_date', 'wonOn', `It was taken back on ${reversedOn}.`);
}

/** Where it goes, with every bill of the account locked that it may go on. What is displaced and not on a bill may pay what was written off. */
async function planBack(
  sql: Sql,
  account: PayingAccount,
  reversal: ReversalToWin,
  amountMinor: bigint,
  currency: Currency,
): Promise<{ allocations: Allocated[]; displacedMinor: bigint }> {
  const items = await lockOpenItems(sql, account.id, currency);
  const openOf = new Map(items.map(({ billId, openMinor }) => [billId, openMinor]));
  const taken = await readTakenBy(sql, reversal);
  const notes = (await listDebitNotesOf(sql, reversal.paymentId)).filter(
    (note) => note.reversalId === reversal.id,
  );
  const owed = notes.map((note) => ({ billId: note.id, amountMinor: note.amountMinor }));
  const plan = putBack(
    amountMinor,
    [...owed, ...taken].map(({ billId, amountMinor: takenMinor }) => ({
      ...{ billId, takenMinor, openMinor: openOf.get(billId) ?? 0n },
    })),
    reversal.amountMinor - reversal.leftMinor,
  );
  const parts = new Map(plan.onBills.map((part) => [part.billId, part.amountMinor]));
  const after = items.map((item) => ({
    ...item,
    openMinor: item.openMinor - (parts.get(item.billId) ?? 0n),
  }));
  const others = planOn(after, plan.displacedMinor);
  for (const { billId, amountMinor: partMinor } of others.allocations) {
    parts.set(billId, (parts.get(billId) ?? 0n) + partMinor);
  }
  return {
    allocations: [...parts].map(([billId, partMinor]) => ({ billId, amountMinor: partMinor })),
    displacedMinor: others.creditMinor,
  };
}
