import type { EntryOutcome, EntryToMatch } from '@/lib/db/bank-entries';
import { type FilePayout, findPayouts } from '@/lib/db/bank-matching';
import type { Sql } from '@/lib/db/tenant';
import { bankReason, statusOutcome } from '@/lib/domain/settlement/bank-reason';
import { conflict } from '@/lib/errors';
import { bookingDay } from '@/lib/services/bank/booking-day';
import { reasonOf } from '@/lib/services/bank/settle-debit';
import type { ServiceContext } from '@/lib/services/context';
import { noteBankFeedback } from '@/lib/services/payouts/note-bank-feedback';

/** The payouts that each of the entries may be of: the one whose number it has, else all of the file whose message id it has. */
export async function readPayoutsOf(
  sql: Sql,
  entries: readonly EntryToMatch[],
): Promise<(entry: EntryToMatch) => FilePayout[]> {
  const numbers = entries.flatMap(({ endToEndId }) => endToEndId ?? []);
  const messageIds = entries.flatMap(({ endToEndId, details }) =>
    endToEndId === null ? (details.messageId ?? []) : [],
  );
  const { byNumber, ofFile } = await findPayouts(sql, [...new Set(numbers)], [...new Set(messageIds)]);
  return ({ endToEndId, details: { messageId } }) => {
    if (endToEndId === null) return messageId === null ? [] : (ofFile.get(messageId) ?? []);
    const payout = byNumber.get(endToEndId);
    return payout ? [payout] : [];
  };
}

/**
 * What a bank says of payouts: a debit with a payout's number paid it, a credit with it brought it back, a debit of a whole file paid all of
 * it, and a status report says either. Fails: `payout_differs`, `payout_state`, with nothing done.
 */
export async function settlePayoutEntry(
  sql: Sql,
  ctx: ServiceContext,
  entry: EntryToMatch,
  payouts: readonly FilePayout[],
  today: string,
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
  if (payouts.length === 0) return unknown(entry);
  const numbers = payouts.map(({ number }) => number);
  if (differs(entry, payouts)) throw differing(numbers);
  const { code = null, words = null } = entry.details.returned ?? {};
  for (const { number, amountMinor, currency } of payouts) {
    const isNoted = await noteBankFeedback(sql, ctx, {
      ...{ endToEndId: number, outcome, amountMinor, currency, reasonCode: code },
      reason: code === null && words === null ? null : bankReason(code, words),
      ...{ bookedOn: bookingDay(entry, today), entryId: entry.kind === 'entry' ? entry.id : null },
    });
    if (!isNoted) throw elsewhere(number, outcome);
  }
  const whyDetails = { payouts: numbers, ...reasonOf(entry.details.returned) };
  return { state: 'payout', why: outcome, whyDetails, paymentId: null };
}

const byDirection = ({ amountMinor }: EntryToMatch) => (amountMinor! < 0n ? 'paid' : 'rejected');

/** A bank that says another sum speaks of something else, or paid in part. */
function differs({ amountMinor, currency }: EntryToMatch, payouts: readonly FilePayout[]): boolean {
  if (amountMinor === null) return false;
  const sum = payouts.reduce((total, payout) => total + payout.amountMinor, 0n);
  const size = amountMinor < 0n ? -amountMinor : amountMinor;
  return size !== sum || payouts.some((payout) => payout.currency !== currency);
}

const unknown = (entry: EntryToMatch): EntryOutcome => ({
  ...{ state: 'unmatched', why: 'unknown_payout', paymentId: null },
  whyDetails: reasonOf(entry.details.returned),
});

const differing = (numbers: readonly string[]) =>
  conflict('payout_differs', `The bank says another amount than ${numbers.join(', ')} has.`);

const elsewhere = (number: string, outcome: 'paid' | 'rejected') =>
  conflict(
    'payout_state',
    `The payout ${number} cannot have ${outcome === 'paid' ? 'been paid' : 'come back'} by this: another entry did it, or it is not there yet.`,
  );
