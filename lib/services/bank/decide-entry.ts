import { appendAudit } from '@/lib/db/audit';
import { lockEntry, saveOutcome } from '@/lib/db/bank-entries';
import { findOpenItem } from '@/lib/db/open-items';
import { lockPayment } from '@/lib/db/payments';
import type { Sql } from '@/lib/db/tenant';
import type { Allocated } from '@/lib/domain/settlement/allocate-payment';
import { least } from '@/lib/domain/settlement/least';
import { conflict, notFound } from '@/lib/errors';
import { type BankEntryView, getBankEntry } from '@/lib/services/bank/list-bank-files';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { actorName } from '@/lib/services/partner-bills/acting';
import { matchPaymentIn } from '@/lib/services/payments/match-payment';
import { reversePaymentIn } from '@/lib/services/payments/reverse-payment';
import { leftOf } from '@/lib/services/payments/take-from-bills';
import { withBooks } from '@/lib/services/receivables/with-books';

/**
 * A person says whose money an entry is: it goes to that account (id or number), onto the named bill first, else onto those due first.
 * Fails: `not_found`, `not_waiting`, and as `matchPaymentIn`.
 */
export async function matchEntry(
  ctx: ServiceContext,
  id: string,
  to: { billingAccount: string /** Its id. */; bill: string | null },
): Promise<BankEntryView> {
  authorise(ctx, 'bank-file.manage');
  authorise(ctx, 'payment.manage');
  await withBooks(ctx.actor, async (sql) => {
    const entry = await requireWaiting(sql, id);
    if (entry.payment === null) throw notMoney();
    const onto = to.bill === null ? undefined : await ontoBill(sql, to.bill, leftOf(entry.payment));
    const payment = await matchPaymentIn(sql, ctx, entry.payment.id, to.billingAccount, onto);
    const whyDetails = { number: payment.account?.number };
    await decide(sql, ctx, id, { state: 'matched', why: 'person', whyDetails, paymentId: null });
  });
  return (await getBankEntry(ctx, id))!.entry;
}

/** As much of the money as is open of the bill; the rest stays the account's credit. */
async function ontoBill(sql: Sql, billId: string, amountMinor: bigint): Promise<Allocated[] | undefined> {
  const item = await findOpenItem(sql, billId);
  const partMinor = least(item?.openMinor ?? 0n, amountMinor);
  return partMinor > 0n ? [{ billId, amountMinor: partMinor }] : undefined;
}

/**
 * A person says that an entry is nothing of customers or partners, and why. Money that came in by it leaves the books again, in which it was
 * nobody's. Fails: `not_found`, `not_waiting`.
 */
export async function ignoreEntry(ctx: ServiceContext, id: string, reason: string): Promise<BankEntryView> {
  authorise(ctx, 'bank-file.manage');
  await withBooks(ctx.actor, async (sql) => {
    const { paymentId } = await requireWaiting(sql, id);
    if (paymentId !== null) {
      const sourceKey = `bank-entry-ignored:${id}`;
      const reversal = { amountMinor: null, kind: 'mistake', reason, reversedOn: null, sourceKey } as const;
      await reversePaymentIn(sql, ctx, paymentId, reversal);
    }
    await decide(sql, ctx, id, { state: 'ignored', why: 'person', whyDetails: { reason }, paymentId: null });
  });
  return (await getBankEntry(ctx, id))!.entry;
}

async function requireWaiting(sql: Sql, id: string) {
  const entry = await lockEntry(sql, id);
  if (!entry) throw notFound('The entry');
  // Whoever matched its payment elsewhere has decided it.
  const payment = entry.paymentId === null ? null : await lockPayment(sql, entry.paymentId);
  if (entry.state !== 'unmatched' || (payment !== null && payment.state !== 'unmatched')) throw notWaiting();
  return { ...entry, payment };
}

async function decide(
  sql: Sql,
  ctx: ServiceContext,
  id: string,
  outcome: Parameters<typeof saveOutcome>[2],
): Promise<void> {
  await saveOutcome(sql, id, outcome, { by: actorName(ctx.actor), at: ctx.now });
  const { state, whyDetails } = outcome;
  const entity = { entityType: 'bank-entry', entityId: id };
  await appendAudit(sql, ctx.actor, { action: `bank-entry.${state}`, ...entity, after: whyDetails });
}

const notWaiting = () => conflict('not_waiting', 'This entry is decided already.');
const notMoney = () =>
  conflict('not_waiting', 'No money came in by this entry. It can only be set aside, with a reason.');
