import type { EntryOutcome, EntryToMatch } from '@/lib/db/bank-entries';
import type { Sql } from '@/lib/db/tenant';
import type { CreditMatch } from '@/lib/domain/settlement/match-credit';
import { AppError } from '@/lib/errors';
import { bookingDay } from '@/lib/services/bank/booking-day';
import { apart, type MatchedCredit, matchCredits } from '@/lib/services/bank/match-credits';
import type { ServiceContext } from '@/lib/services/context';
import type { RecordPaymentInput } from '@/lib/services/payments/payment-input';
import { recordPaymentsIn } from '@/lib/services/payments/record-payment';

export type DecidedEntry = EntryOutcome & { id: string };

/**
 * Money that came in is a payment: of the account it is known for, else of nobody yet, and then it waits for a person. Decided as if one entry
 * came after the other, with a few statements for all that have nothing to do with each other.
 */
export async function settleCredits(
  sql: Sql,
  ctx: ServiceContext,
  entries: readonly EntryToMatch[],
  today: string,
): Promise<DecidedEntry[]> {
  const decided: DecidedEntry[] = [];
  let rest = entries;
  let ahead = entries.length;
  while (rest.length > 0) {
    const { now, later } = apart(await matchCredits(sql, rest.slice(0, ahead)));
    decided.push(...(await recordAll(sql, ctx, now, today)));
    rest = [...later.map(({ entry }) => entry), ...rest.slice(ahead)];
    // Where one customer paid a hundred times, nobody looks at all of them a hundred times.
    ahead = Math.max(2 * now.length, LOOKED_AT);
  }
  return decided;
}

const LOOKED_AT = 8;

/** What is refused leaves nothing behind but that it waits: it is looked for by halves, so that the others are not done one by one. */
async function recordAll(
  sql: Sql,
  ctx: ServiceContext,
  matched: readonly MatchedCredit[],
  today: string,
): Promise<DecidedEntry[]> {
  await sql.query('savepoint credits');
  try {
    const inputs = matched.map(({ entry, match }) => paymentOf(entry, 'why' in match ? null : match, today));
    const payments = await recordPaymentsIn(sql, ctx, inputs);
    await sql.query('release savepoint credits');
    return matched.map((one, n) => outcomeOf(one, payments[n]!.id));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await sql.query('rollback to savepoint credits');
    await sql.query('release savepoint credits');
    const [first, ...others] = matched;
    if (others.length === 0) return [await settleRefused(sql, ctx, first!.entry, error, today)];
    const half = Math.ceil(matched.length / 2);
    return [
      ...(await recordAll(sql, ctx, matched.slice(0, half), today)),
      ...(await recordAll(sql, ctx, matched.slice(half), today)),
    ];
  }
}

function outcomeOf({ entry, match }: MatchedCredit, paymentId: string): DecidedEntry {
  if (!('why' in match)) {
    const whyDetails = match.number ? { number: match.number } : null;
    return { id: entry.id, state: 'matched', why: match.by, whyDetails, paymentId };
  }
  const whyDetails = match.numbers.length > 0 ? { numbers: match.numbers } : null;
  return { id: entry.id, state: 'unmatched', why: match.why, whyDetails, paymentId };
}

/** What waits for a person because it cannot be booked as it was understood: money that came in is in the books meanwhile, as nobody's. */
export async function settleRefused(
  sql: Sql,
  ctx: ServiceContext,
  entry: EntryToMatch,
  { code, message }: AppError,
  today: string,
): Promise<DecidedEntry> {
  const isCredit = entry.kind === 'entry' && entry.amountMinor! > 0n;
  const [payment] = isCredit ? await recordPaymentsIn(sql, ctx, [paymentOf(entry, null, today)]) : [];
  const paymentId = payment?.id ?? null;
  return { id: entry.id, state: 'unmatched', why: code, whyDetails: { message }, paymentId };
}

/** The payment of an entry, made once. */
const paymentOf = (entry: EntryToMatch, match: CreditMatch | null, today: string): RecordPaymentInput => ({
  ...{
    billingAccountId: match?.accountId ?? null,
    currency: entry.currency!,
    amountMinor: entry.amountMinor!,
  },
  receivedOn: bookingDay(entry, today),
  ...{ method: 'bank_transfer', source: 'bank-file', sourceKey: `bank-entry:${entry.id}` },
  reference: entry.endToEndId ?? entry.references[0] ?? entry.remittance?.slice(0, 140) ?? '',
  payer: entry.payerName || entry.payerAccount ? { name: entry.payerName, iban: entry.payerAccount } : null,
  allocations: match?.allocations ?? undefined,
});
