import { appendAudit } from '@/lib/db/audit';
import { listDebitNotesOf } from '@/lib/db/debit-notes';
import { bookJournal } from '@/lib/db/ledger';
import { findPayingAccount, lockOpenItems, type OpenItem, readBookkeeper } from '@/lib/db/open-items';
import { appendEvent } from '@/lib/db/outbox';
import { addRefunded, lockPayment } from '@/lib/db/payments';
import { changeCredit } from '@/lib/db/receivables';
import { endRefund, lockRefund } from '@/lib/db/refunds';
import type { Sql } from '@/lib/db/tenant';
import { credit, debit } from '@/lib/domain/ledger/posting';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { parseCivilDate } from '@/lib/domain/period/civil-date';
import type { Allocated } from '@/lib/domain/settlement/allocate-payment';
import { least } from '@/lib/domain/settlement/least';
import { nextRefundState } from '@/lib/domain/settlement/refund-state';
import { conflict, invalid, notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { type MoneySource, putOnBills } from '@/lib/services/payments/put-on-bills';
import { withBooks } from '@/lib/services/receivables/with-books';
import { type RefundView, readRefund, refundEvent } from '@/lib/services/refunds/refund-view';
import { payWrittenOff } from '@/lib/services/write-offs/pay-written-off';

/** `on`: the bank's day; null: today. */
export type RefundOutcome = {
  state: 'paid' | 'failed';
  on: string | null;
  failure?: string | undefined;
  /** Told by a bank's file: it may bring back what it paid, and its day counts from when the refund was asked for. */
  isOfBank?: boolean;
};

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
 * What became of a refund: paid (Dr refund clearing, Cr bank), or failed, and then the money is the account's credit again, out of the
 * clearing or, when a bank brings back what it paid, out of the bank; of it the debit notes of its payment are paid, when a bank took the
 * same money back meanwhile, and what was written off of them is taken back.
 * The same outcome said again changes nothing. What is in a payment file fails by the bank's word alone.
 * Fails: `not_found`, `refund_ended`, `in_file`, `bad_date`, `future_date`.
 */
export async function settleRefundIn(
  sql: Sql,
  ctx: ServiceContext,
  id: string,
  { state, on, failure = '', isOfBank = false }: RefundOutcome,
): Promise<RefundView> {
  const { operatorId } = ctx.actor;
  const refund = await lockRefund(sql, id);
  if (!refund) throw notFound('The refund');
  if (refund.state === state) return readRefund(sql, id);
  const isBack = refund.state === 'paid';
  const next = nextRefundState(refund.state, state === 'paid' ? 'settle' : 'return');
  if (next === null || (isBack && !isOfBank)) {
    throw conflict('refund_ended', `This refund is ${refund.state} already.`);
  }
  // The bank may still pay what it has, and that would be nobody's.
  if (refund.state === 'sent' && state === 'failed' && !isOfBank) {
    throw conflict(
      'in_file',
      'This refund is in a payment file, so a file of the bank says whether it failed.',
    );
  }
  const { partyId, today } = await readBookkeeper(sql, operatorId, ctx.now);
  const { today: requestedOn } = await readBookkeeper(sql, operatorId, refund.requestedAt);
  const bookedOn = isOfBank && on !== null && on < requestedOn ? requestedOn : (on ?? today);
  if (!parseCivilDate(bookedOn)) throw invalid('bad_date', 'on', 'Write the day as 2026-04-30.');
  if (bookedOn > today) throw invalid('future_date', 'on', `Today is ${today}.`);
  if (on !== null && bookedOn < requestedOn) {
    throw invalid('bad_date', 'on', `This refund was asked for on ${requestedOn}.`);
  }
  const { account, amountMinor, paymentId } = refund;
  const currency = currencyOf(refund.currency);
  await endRefund(sql, id, { state, on: bookedOn, failure: state === 'failed' ? failure : null });
  let notes: OpenItem[] = [];
  if (state === 'failed') {
    if (paymentId !== null) {
      await lockPayment(sql, paymentId);
      await addRefunded(sql, paymentId, -amountMinor);
      notes = await lockNotes(sql, paymentId, account.id, currency);
    }
    await changeCredit(sql, operatorId, account.id, currency, amountMinor);
  }
  await bookJournal(sql, operatorId, {
    ...{ billingAccountId: account.id, event: `refund.${state}`, sourceId: id, bookedOn },
    details: { refundId: id, paymentId },
    postings: [
      isBack
        ? debit('bank', partyId, currency, amountMinor)
        : debit('refund_clearing', account.customerId, currency, amountMinor),
      state === 'paid'
        ? credit('bank', partyId, currency, amountMinor)
        : credit('customer_credit', account.customerId, currency, amountMinor),
    ],
  });
  if (notes.length > 0) {
    const source = { paymentId, bookedOn, details: { refundId: id } };
    await payNotes(sql, ctx, { ...source, billingAccountId: account.id, currency, amountMinor }, notes);
  }
  const ended = await readRefund(sql, id);
  const told = { entityType: 'refund', entityId: id };
  await appendAudit(sql, ctx.actor, {
    ...told,
    action: `refund.${state}`,
    before: refundEvent({ ...ended, state: refund.state }),
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

/** A payment's debit notes of which anything is open or written off, held before the account's credit is, as bills are. */
async function lockNotes(
  sql: Sql,
  paymentId: string,
  billingAccountId: string,
  currency: string,
): Promise<OpenItem[]> {
  const noteIds = new Set((await listDebitNotesOf(sql, paymentId)).map(({ id }) => id));
  if (noteIds.size === 0) return [];
  const items = await lockOpenItems(sql, billingAccountId, currency);
  return items.filter(({ billId }) => noteIds.has(billId));
}

/** What is open of the notes first, then what was given up of them: the customer has the money, so it has nothing of both. */
async function payNotes(
  sql: Sql,
  ctx: ServiceContext,
  money: MoneySource & { billingAccountId: string; currency: string; amountMinor: bigint },
  notes: readonly OpenItem[],
): Promise<void> {
  const { billingAccountId, currency, amountMinor, ...source } = money;
  const account = (await findPayingAccount(sql, billingAccountId))!;
  const allocations = owedOf(notes, amountMinor);
  await putOnBills(sql, ctx, account, source, { allocations });
  const leftMinor = allocations.reduce((left, part) => left - part.amountMinor, amountMinor);
  const only = new Set(notes.map(({ billId }) => billId));
  await payWrittenOff(sql, ctx, account, { ...source, currency, leftMinor, only });
}

/** What of a sum goes on which note, the first first. */
function owedOf(notes: readonly OpenItem[], amountMinor: bigint): Allocated[] {
  let leftMinor = amountMinor;
  return notes.flatMap(({ billId, openMinor }) => {
    const partMinor = least(leftMinor, openMinor);
    leftMinor -= partMinor;
    return partMinor > 0n ? [{ billId, amountMinor: partMinor }] : [];
  });
}
