import type { EntryOutcome, EntryToMatch } from '@/lib/db/bank-entries';
import { type FileTransfer, findTransfers } from '@/lib/db/bank-matching';
import type { PaymentFileKind } from '@/lib/db/payment-files';
import type { Sql } from '@/lib/db/tenant';
import { bankReason, statusOutcome } from '@/lib/domain/settlement/bank-reason';
import { refundIdOf, refundReference } from '@/lib/domain/settlement/refund-reference';
import { conflict } from '@/lib/errors';
import { bookingDay } from '@/lib/services/bank/booking-day';
import { reasonOf } from '@/lib/services/bank/settle-debit';
import type { ServiceContext } from '@/lib/services/context';
import { noteBankFeedback } from '@/lib/services/payment-files/note-bank-feedback';
import type { TransferOutcome } from '@/lib/services/payment-files/transfer';

/** The payouts or refunds that each of the entries may be of: the one whose reference it has, else all of the file whose message id it has. */
export async function readTransfersOf(
  sql: Sql,
  entries: readonly EntryToMatch[],
): Promise<(entry: EntryToMatch) => FileTransfer[]> {
  const references = entries.flatMap(({ endToEndId }) => endToEndId ?? []);
  const messageIds = entries.flatMap(({ endToEndId, details }) =>
    endToEndId === null ? (details.messageId ?? []) : [],
  );
  const { byReference, ofFile } = await findTransfers(
    sql,
    [...new Set(references)],
    [...new Set(messageIds)],
  );
  return ({ endToEndId, details: { messageId } }) => {
    if (endToEndId === null) return messageId === null ? [] : (ofFile.get(messageId) ?? []);
    const refundId = refundIdOf(endToEndId);
    const transfer = byReference.get(refundId === null ? endToEndId : refundReference(refundId));
    return transfer ? [transfer] : [];
  };
}

/**
 * What a bank says of payouts and refunds: a debit with the reference of one paid it, a credit with it brought it back, a debit of a whole
 * file paid all of it, and a status report says either. `told`: what entries said that are decided with this one and not written yet; it is
 * added to. Fails: `payout_differs`, `payout_state`, `refund_differs`, `refund_state`, with nothing done.
 */
export async function settleTransferEntry(
  sql: Sql,
  ctx: ServiceContext,
  entry: EntryToMatch,
  transfers: readonly FileTransfer[],
  { today, told }: { today: string; told: Set<string> },
): Promise<EntryOutcome> {
  const outcome = entry.kind === 'status' ? statusOutcome(entry.details.status!) : byDirection(entry);
  if (outcome === 'in_progress') {
    return {
      state: 'ignored',
      why: 'in_progress',
      whyDetails: { status: entry.details.status },
      paymentId: null,
    };
  }
  const [first] = transfers;
  if (!first) return unknown(entry);
  // A file is of one kind.
  const { kind } = first;
  const references = transfers.map(({ reference }) => reference);
  if (differs(entry, transfers)) throw differing(kind, references);
  const { code = null, words = null } = entry.details.returned ?? {};
  for (const { reference, amountMinor, currency } of transfers) {
    if (entry.kind === 'entry' && told.has(tellingOf(reference, outcome))) {
      throw elsewhere(kind, reference, outcome);
    }
    const isNoted = await noteBankFeedback(sql, ctx, {
      ...{ endToEndId: reference, outcome, amountMinor, currency, reasonCode: code },
      reason: code === null && words === null ? null : bankReason(code, words),
      ...{ bookedOn: bookingDay(entry, today), entryId: entry.kind === 'entry' ? entry.id : null },
    });
    if (!isNoted) throw elsewhere(kind, reference, outcome);
  }
  if (entry.kind === 'entry') for (const reference of references) told.add(tellingOf(reference, outcome));
  const whyDetails = { [kind]: references, ...reasonOf(entry.details.returned) };
  return { state: ONE[kind], why: outcome, whyDetails, paymentId: null };
}

const ONE = { payouts: 'payout', refunds: 'refund' } as const satisfies Record<PaymentFileKind, string>;

const tellingOf = (reference: string, outcome: TransferOutcome) => `${reference} ${outcome}`;

const byDirection = ({ amountMinor }: EntryToMatch) => (amountMinor! < 0n ? 'paid' : 'rejected');

/** A bank that says another sum speaks of something else, or paid in part. */
function differs({ amountMinor, currency }: EntryToMatch, transfers: readonly FileTransfer[]): boolean {
  if (amountMinor === null) return false;
  const sum = transfers.reduce((total, transfer) => total + transfer.amountMinor, 0n);
  const size = amountMinor < 0n ? -amountMinor : amountMinor;
  return size !== sum || transfers.some((transfer) => transfer.currency !== currency);
}

const unknown = (entry: EntryToMatch): EntryOutcome => ({
  ...{ state: 'unmatched', why: 'unknown_payout', paymentId: null },
  whyDetails: reasonOf(entry.details.returned),
});

const differing = (kind: PaymentFileKind, references: readonly string[]) =>
  conflict(`${ONE[kind]}_differs`, `The bank says another amount than ${references.join(', ')} has.`);

const elsewhere = (kind: PaymentFileKind, reference: string, outcome: TransferOutcome) =>
  conflict(
    `${ONE[kind]}_state`,
    `The ${ONE[kind]} ${reference} cannot have ${outcome === 'paid' ? 'been paid' : 'come back'} by this: another entry did it, or it is not there yet.`,
  );
