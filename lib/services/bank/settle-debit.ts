import type { EntryOutcome, EntryToMatch } from '@/lib/db/bank-entries';
import { findReturnedPayments } from '@/lib/db/bank-matching';
import type { Sql } from '@/lib/db/tenant';
import { bankReason } from '@/lib/domain/settlement/bank-reason';
import { bookingDay } from '@/lib/services/bank/booking-day';
import type { ServiceContext } from '@/lib/services/context';
import { reversePaymentIn } from '@/lib/services/payments/reverse-payment';

/** Whether an entry undoes one before it: a debit what came in, a credit what went out. */
export const isReturn = ({ details: { returned, isReversal, code } }: EntryToMatch): boolean =>
  returned !== null || isReversal || RETURN_CODES.test(code ?? '');

/** Any other debit is none of the books' of customers and partners: the bank's fees, the operator's own payments. */
export const OTHER_DEBIT = {
  state: 'ignored',
  why: 'other_debit',
  whyDetails: null,
  paymentId: null,
} as const;

/** A payment that the bank took back is reversed, when the reference says which; one whose reference says none or several waits for a person. */
export async function settleReturn(
  sql: Sql,
  ctx: ServiceContext,
  entry: EntryToMatch,
  today: string,
): Promise<EntryOutcome> {
  const { returned } = entry.details;
  const amountMinor = -entry.amountMinor!;
  const money = { amountMinor, currency: entry.currency! };
  const payments = entry.endToEndId === null ? [] : await findReturnedPayments(sql, entry.endToEndId, money);
  const exact = payments.filter(({ leftMinor }) => leftMinor === amountMinor);
  const [payment] = exact.length === 1 ? exact : payments;
  if (!payment || (payments.length > 1 && exact.length !== 1)) {
    const why = payments.length > 1 ? 'several_payments' : 'return_of_unknown';
    return { state: 'unmatched', why, whyDetails: reasonOf(returned), paymentId: null };
  }
  await reversePaymentIn(sql, ctx, payment.id, {
    ...{ amountMinor, kind: 'returned', sourceKey: `bank-entry:${entry.id}` },
    reason: bankReason(returned?.code ?? null, returned?.words ?? null),
    reversedOn: later(bookingDay(entry, today), payment.receivedOn),
  });
  return { state: 'matched', why: 'returned', whyDetails: reasonOf(returned), paymentId: payment.id };
}

/** Returned and reversed credits and debits, of ISO 20022's families (external code set ExternalBankTransactionSubFamily1). */
const RETURN_CODES = /\/(RRTN|URDD|UPDD|PRDD|ARET|RPCR|UPCT|RCHQ)$/;

export const reasonOf = (returned: EntryToMatch['details']['returned']): Record<string, unknown> | null =>
  returned && { code: returned.code, reason: bankReason(returned.code, returned.words) };

/** A bank may date a return before the payment that a person recorded. */
const later = (a: string, b: string): string => (a < b ? b : a);
