import { newId } from '@/lib/db/id';
import type { JournalEvent } from '@/lib/db/ledger';
import {
  lockItemsOfPayment,
  lockPaidItems,
  type PayingAccount,
  readPaymentOnBills,
} from '@/lib/db/open-items';
import type { PaymentRow } from '@/lib/db/payments';
import { lockCredit } from '@/lib/db/receivables';
import type { Sql } from '@/lib/db/tenant';
import type { Allocated } from '@/lib/domain/settlement/allocate-payment';
import { least } from '@/lib/domain/settlement/least';
import { type TakeBack, takeBack } from '@/lib/domain/settlement/take-back';
import type { ServiceContext } from '@/lib/services/context';
import { type MoneySource, tellMove } from '@/lib/services/payments/put-on-bills';
import { moveBill } from '@/lib/services/receivables/move-bill';

/**
 * Where a sum of a payment would come from if it went back, with everything it may come from locked: its bills first, then the credit.
 * `untouched` leaves the bills alone; `any` goes on to others that the account paid when something is missing.
 */
export async function planTakeBack(
  sql: Sql,
  operatorId: string,
  account: PayingAccount,
  payment: PaymentRow,
  amountMinor: bigint,
  bills: 'of-payment' | 'any' | 'untouched',
): Promise<TakeBack> {
  const own = bills === 'untouched' ? [] : await lockItemsOfPayment(sql, account.id, payment.id);
  const creditMinor = await lockCredit(sql, operatorId, account.id, payment.currency);
  const credit = { creditMinor, unallocatedMinor: unallocatedOf(payment) };
  const collected = new Map(own.map(({ billId, collectedMinor }) => [billId, collectedMinor]));
  const onBills = own.length === 0 ? [] : await readPaymentOnBills(sql, payment.id);
  const ofPayment = onBills.map((part) => ({ ...part, collectedMinor: collected.get(part.billId) ?? 0n }));
  const plan = takeBack(amountMinor, credit, ofPayment);
  if (plan.missingMinor === 0n || bills !== 'any') return plan;
  // Seldom, and behind the credit: whoever waits in a circle with this begins again.
  const paid = await lockPaidItems(sql, account.id, payment.currency);
  const newestFirst = paid.sort((a, b) => (a.issuedOn < b.issuedOn ? 1 : a.issuedOn > b.issuedOn ? -1 : 0));
  const ofOthers = newestFirst.map((item) => ({ ...item, amountMinor: item.collectedMinor }));
  return takeBack(amountMinor, credit, ofPayment, ofOthers);
}

/** What of a payment was neither given back nor taken back; both may have happened to the same money. */
export const leftOf = (payment: PaymentRow): bigint =>
  least(payment.amountMinor - payment.reversedMinor - payment.refundedMinor);

/** What of that was never put on a bill. */
export const unallocatedOf = (payment: PaymentRow): bigint => least(leftOf(payment) - payment.allocatedMinor);

/** Takes money off bills, back to the account's credit. */
export async function takeFromBills(
  sql: Sql,
  ctx: ServiceContext,
  account: PayingAccount,
  source: MoneySource & { event: JournalEvent & ('payment.allocated' | 'payment.reversed') },
  fromBills: readonly Allocated[],
): Promise<void> {
  const { event, paymentId, bookedOn, details } = source;
  for (const { billId, amountMinor } of fromBills) {
    const moved = await moveBill(sql, ctx.actor.operatorId, billId, {
      ...{ event, sourceId: newId(), bookedOn, paymentId, collectedMinor: -amountMinor },
      details: { ...details, paymentId },
    });
    await tellMove(
      sql,
      ctx,
      event,
      account,
      { paymentId, bookedOn, billId, amountMinor: -amountMinor },
      moved,
    );
  }
}
