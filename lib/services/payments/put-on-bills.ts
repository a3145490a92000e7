import { newId } from '@/lib/db/id';
import { lockOpenItems, type OpenItem, type PayingAccount } from '@/lib/db/open-items';
import { appendEvent } from '@/lib/db/outbox';
import type { Sql } from '@/lib/db/tenant';
import type { Currency } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import {
  type Allocated,
  type AllocationPlan,
  allocatePayment,
} from '@/lib/domain/settlement/allocate-payment';
import { AppError } from '@/lib/errors';
import type { ServiceContext } from '@/lib/services/context';
import { type MovedBill, moveBill } from '@/lib/services/receivables/move-bill';

/** Locks an account's open bills and says which of them a sum pays. Before its credit is touched, so that two payments cannot wait in a circle. */
export async function requirePlan(
  sql: Sql,
  account: PayingAccount,
  money: { currency: Currency; amountMinor: bigint },
  told?: readonly Allocated[],
): Promise<AllocationPlan> {
  const items = await lockOpenItems(sql, account.id, money.currency);
  return planOn(items, money.amountMinor, told);
}

/** As `allocatePayment`, where a bill may be named by its number. Fails as that. */
export function planOn(
  items: readonly OpenItem[],
  amountMinor: bigint,
  told?: readonly Allocated[],
): AllocationPlan {
  const byNumber = new Map(items.map(({ number, billId }) => [number, billId]));
  const result = allocatePayment(
    amountMinor,
    items,
    told?.map((part) => ({ ...part, billId: byNumber.get(part.billId) ?? part.billId })),
  );
  if (result.ok) return result.value;
  const [issue] = result.issues;
  throw new AppError('invalid', issue!.code, issue!.message, result.issues);
}

/** Whose money: a payment's, or the account's credit at large (null). */
export type MoneySource = { paymentId: string | null; bookedOn: string; details?: Record<string, unknown> };

/** Puts money of the account's credit on bills as planned, and tells of it; a bill of which nothing is open any more is settled. */
export async function putOnBills(
  sql: Sql,
  ctx: ServiceContext,
  account: PayingAccount,
  source: MoneySource,
  { allocations }: Pick<AllocationPlan, 'allocations'>,
): Promise<void> {
  for (const { billId, amountMinor } of allocations) {
    const moved = await moveBill(sql, ctx.actor.operatorId, billId, {
      ...{ event: 'payment.allocated', sourceId: newId(), bookedOn: source.bookedOn },
      ...{
        paymentId: source.paymentId,
        collectedMinor: amountMinor,
        details: { ...source.details, paymentId: source.paymentId },
      },
    });
    await tellMove(sql, ctx, 'payment.allocated', account, { ...source, billId, amountMinor }, moved);
  }
}

export type BillMove = { paymentId: string | null; billId: string; amountMinor: bigint; bookedOn: string };

/** The events of money that went on a bill, or left it. */
export async function tellMove(
  sql: Sql,
  ctx: ServiceContext,
  type: 'payment.allocated' | 'payment.reversed',
  account: PayingAccount,
  { paymentId, billId, amountMinor, bookedOn }: BillMove,
  { currency, after, before }: MovedBill,
): Promise<void> {
  const payload = {
    ...{ bill: billId, billingAccount: account.number, currency, bookedOn, payment: paymentId },
    amount: formatMinor(amountMinor, currency),
    open: formatMinor(after.receivableMinor, currency),
  };
  const told = { entityType: 'bill', entityId: billId, payload, partyIds: [account.customerId] };
  if (type === 'payment.allocated') await appendEvent(sql, ctx.actor.operatorId, { ...told, type });
  if (after.receivableMinor === 0n && before.receivableMinor !== 0n) {
    await appendEvent(sql, ctx.actor.operatorId, { ...told, type: 'bill.settled' });
  }
}
