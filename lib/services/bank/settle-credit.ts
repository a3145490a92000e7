import type { EntryOutcome, EntryToMatch } from '@/lib/db/bank-entries';
import { findNamed, findPayersBills } from '@/lib/db/bank-matching';
import type { Sql } from '@/lib/db/tenant';
import { bankReferences } from '@/lib/domain/settlement/bank-references';
import { type CreditMatch, matchCredit } from '@/lib/domain/settlement/match-credit';
import { bookingDay } from '@/lib/services/bank/booking-day';
import type { ServiceContext } from '@/lib/services/context';
import { recordPaymentIn } from '@/lib/services/payments/record-payment';

/** Money that came in is a payment: of the account it is known for, else of nobody yet, and then it waits for a person. */
export async function settleCredit(
  sql: Sql,
  ctx: ServiceContext,
  entry: EntryToMatch,
): Promise<EntryOutcome> {
  const money = { amountMinor: entry.amountMinor!, currency: entry.currency! };
  const named = await findNamed(sql, numbersOf(entry));
  const payers =
    named.length > 0
      ? []
      : await findPayersBills(sql, { account: entry.payerAccount, name: entry.payerName }, money);
  const match = matchCredit(money, named, payers);
  if ('why' in match) {
    const whyDetails = match.numbers.length > 0 ? { numbers: match.numbers } : null;
    return settleUnknown(sql, ctx, entry, { why: match.why, whyDetails });
  }
  const paymentId = await record(sql, ctx, entry, match);
  return {
    state: 'matched',
    why: match.by,
    whyDetails: match.number ? { number: match.number } : null,
    paymentId,
  };
}

/** Every number that the payer may have meant. */
export const numbersOf = ({
  references,
  remittance,
  endToEndId,
}: Pick<EntryToMatch, 'references' | 'remittance' | 'endToEndId'>) =>
  bankReferences([...references, remittance, endToEndId]);

/** What waits for a person: money that came in is in the books meanwhile, as nobody's. */
export async function settleUnknown(
  sql: Sql,
  ctx: ServiceContext,
  entry: EntryToMatch,
  { why, whyDetails }: Pick<EntryOutcome, 'why' | 'whyDetails'>,
): Promise<EntryOutcome> {
  const isCredit = entry.kind === 'entry' && entry.amountMinor! > 0n;
  const paymentId = isCredit ? await record(sql, ctx, entry, null) : null;
  return { state: 'unmatched', why, whyDetails, paymentId };
}

/** The payment of an entry, made once. */
async function record(
  sql: Sql,
  ctx: ServiceContext,
  entry: EntryToMatch,
  match: CreditMatch | null,
): Promise<string> {
  const payment = await recordPaymentIn(sql, ctx, {
    ...{
      billingAccountId: match?.accountId ?? null,
      currency: entry.currency!,
      amountMinor: entry.amountMinor!,
    },
    receivedOn: await bookingDay(sql, ctx, entry),
    ...{ method: 'bank_transfer', source: 'bank-file', sourceKey: `bank-entry:${entry.id}` },
    reference: entry.endToEndId ?? entry.references[0] ?? entry.remittance?.slice(0, 140) ?? '',
    payer: entry.payerName || entry.payerAccount ? { name: entry.payerName, iban: entry.payerAccount } : null,
    allocations: match?.allocations ?? undefined,
  });
  return payment.id;
}
