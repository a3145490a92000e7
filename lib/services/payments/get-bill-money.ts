import { type BillEventRow, readBillEvents } from '@/lib/db/bill-events';
import { findOpenItem, readBookkeeper } from '@/lib/db/open-items';
import { withTenantSql } from '@/lib/db/tenant';
import { type Actor, scopeOf } from '@/lib/domain/access/actor';
import type { CivilDate } from '@/lib/domain/period/civil-date';
import { type Age, ageOf } from '@/lib/domain/settlement/age-open';
import { moneyOf } from '@/lib/services/bills/bill-money';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { operatorWide } from '@/lib/services/partner-bills/acting';
import { seenBy } from '@/lib/services/payments/seen-item';

export type BillMoneyEvent = {
  id: string;
  event: string;
  bookedOn: string;
  /** What it changed of what is open: below zero, less is owed. For a dispute: of what is disputed. */
  amount: string;
  open: string;
  paymentId: string | null;
};

/** Where an issued bill's money stands, and how it came there; decimal text in the bill's currency. Of write-offs the operator alone is told. */
export type BillMoney = {
  currency: string;
  dueOn: string;
  age: Age;
  total: string;
  credited: string;
  paid: string;
  writtenOff: string;
  disputed: string;
  open: string;
  events: BillMoneyEvent[];
};

/** Null for a bill that is not issued, or not the reader's to see. */
export async function getBillMoney(ctx: ServiceContext, billId: string): Promise<BillMoney | null> {
  authorise(ctx, 'payment.read');
  const found = await withTenantSql(scopeOf(ctx.actor), (sql) => findOpenItem(sql, billId));
  if (!found) return null;
  const item = seenBy(ctx.actor, found);
  const { today, rows } = await withTenantSql(operatorWide(ctx.actor), async (sql) => ({
    ...(await readBookkeeper(sql, ctx.actor.operatorId, ctx.now)),
    rows: await readBillEvents(sql, billId),
  }));
  const money = moneyOf(item.currency);
  return {
    ...{
      currency: item.currency,
      dueOn: item.dueOn,
      age: ageOf(item.dueOn as CivilDate, today as CivilDate),
    },
    total: money(item.totalMinor),
    credited: money(item.creditedMinor),
    paid: money(item.collectedMinor),
    writtenOff: money(item.writtenOffMinor),
    disputed: money(item.disputedMinor),
    open: money(item.openMinor),
    events: rows.flatMap((row) => eventOf(row, ctx.actor, money)),
  };
}

function eventOf(row: BillEventRow, reader: Actor, money: (amountMinor: bigint) => string): BillMoneyEvent[] {
  const { id, event, bookedOn, before, after, paymentId } = row;
  if (!before || !after) return [];
  const isOperator = reader.audience === 'operator';
  if (!isOperator && WRITE_OFFS.has(event)) return [];
  const of = (sums: Record<string, string>, key: string) => BigInt(sums[key] ?? 0);
  const openOf = (sums: Record<string, string>) =>
    of(sums, 'openMinor') + (isOperator ? 0n : of(sums, 'writtenOffMinor'));
  const amountMinor = event.startsWith('dispute.')
    ? of(after, 'disputedMinor') - of(before, 'disputedMinor')
    : openOf(after) - openOf(before);
  return [{ id, event, bookedOn, paymentId, amount: money(amountMinor), open: money(openOf(after)) }];
}

const WRITE_OFFS: ReadonlySet<string> = new Set(['bill.written-off', 'bill.write-off-reversed']);
