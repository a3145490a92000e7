import { newId } from '@/lib/db/id';
import { lockItemsOfAccounts, type OpenItem, type PayingAccount } from '@/lib/db/open-items';
import { appendEvents, type DomainEvent } from '@/lib/db/outbox';
import type { Sql } from '@/lib/db/tenant';
import { formatMinor } from '@/lib/domain/money/money';
import {
  type Allocated,
  type AllocationPlan,
  allocatePayment,
} from '@/lib/domain/settlement/allocate-payment';
import { AppError } from '@/lib/errors';
import type { ServiceContext } from '@/lib/services/context';
import { groupBy } from '@/lib/services/group-by';
import { type MovedBill, moveBills } from '@/lib/services/receivables/move-bill';

/** Locks an account's open bills and says which of them a sum pays. Before its credit is touched, so that two payments cannot wait in a circle. */
export async function requirePlan(
  sql: Sql,
  account: PayingAccount,
  money: MoneyToPlan['money'],
  told?: readonly Allocated[],
): Promise<AllocationPlan> {
  const [plan] = await requirePlans(sql, [{ account, money, told }]);
  return plan!;
}

type MoneyToPlan = {
  account: PayingAccount;
  money: { currency: string; amountMinor: bigint };
  told?: readonly Allocated[] | undefined;
};

/** The same of several accounts, whose bills are locked together. */
export async function requirePlans(sql: Sql, asked: readonly MoneyToPlan[]): Promise<AllocationPlan[]> {
  if (asked.length === 0) return [];
  const items = await lockItemsOfAccounts(
    sql,
    asked.map(({ account, money }) => ({ billingAccountId: account.id, currency: money.currency })),
  );
  const ofAccount = groupBy(items, ({ billingAccountId }) => billingAccountId);
  return asked.map(({ account, money, told }) =>
    planOn(ofAccount.get(account.id) ?? [], money.amountMinor, told),
  );
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
export const putOnBills = (
  sql: Sql,
  ctx: ServiceContext,
  account: PayingAccount,
  source: MoneySource,
  { allocations }: Pick<AllocationPlan, 'allocations'>,
): Promise<void> => putMoneyOnBills(sql, ctx, [{ account, source, allocations }]);

/** The same of several sources, which pay different bills. */
export async function putMoneyOnBills(
  sql: Sql,
  ctx: ServiceContext,
  puts: readonly { account: PayingAccount; source: MoneySource; allocations: readonly Allocated[] }[],
): Promise<void> {
  const { operatorId } = ctx.actor;
  const parts = puts.flatMap(({ account, source, allocations }) =>
    allocations.map((part) => ({ ...part, account, source })),
  );
  const moved = await moveBills(
    sql,
    operatorId,
    parts.map(({ billId, amountMinor, source: { paymentId, bookedOn, details } }) => ({
      ...{ billId, event: 'payment.allocated', sourceId: newId(), bookedOn, paymentId },
      ...{ collectedMinor: amountMinor, details: { ...details, paymentId } },
    })),
  );
  const events = parts.flatMap(({ account, source, billId, amountMinor }, n) =>
    moveEvents('payment.allocated', account, { ...source, billId, amountMinor }, moved[n]!),
  );
  await appendEvents(sql, operatorId, events);
}

export type BillMove = { paymentId: string | null; billId: string; amountMinor: bigint; bookedOn: string };

/** Tells of money that went on a bill, or left it. */
export const tellMove = (
  sql: Sql,
  ctx: ServiceContext,
  type: 'payment.allocated' | 'payment.reversed',
  account: PayingAccount,
  move: BillMove,
  moved: MovedBill,
): Promise<void> => appendEvents(sql, ctx.actor.operatorId, moveEvents(type, account, move, moved));

function moveEvents(
  type: 'payment.allocated' | 'payment.reversed',
  account: PayingAccount,
  { paymentId, billId, amountMinor, bookedOn }: BillMove,
  { currency, after, before }: MovedBill,
): DomainEvent[] {
  const payload = {
    ...{ bill: billId, billingAccount: account.number, currency, bookedOn, payment: paymentId },
    amount: formatMinor(amountMinor, currency),
    open: formatMinor(after.receivableMinor, currency),
  };
  const told = { entityType: 'bill', entityId: billId, payload, partyIds: [account.customerId] };
  const isSettled = after.receivableMinor === 0n && before.receivableMinor !== 0n;
  return [
    ...(type === 'payment.allocated' ? [{ ...told, type }] : []),
    ...(isSettled ? [{ ...told, type: 'bill.settled' }] : []),
  ];
}
