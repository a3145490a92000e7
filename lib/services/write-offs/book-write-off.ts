import { appendAudit } from '@/lib/db/audit';
import { readOperatorTimeZone } from '@/lib/db/billing-reference';
import { appendEvent } from '@/lib/db/outbox';
import type { Sql } from '@/lib/db/tenant';
import type { WriteOffKind } from '@/lib/db/write-offs';
import { civilDateAt } from '@/lib/domain/period/zone';
import { moneyOf } from '@/lib/services/bills/bill-money';
import type { ServiceContext } from '@/lib/services/context';
import { moveBill } from '@/lib/services/receivables/move-bill';

export type WriteOffToBook = {
  id: string;
  kind: WriteOffKind;
  billId: string;
  /** Positive, of a reversal too. */
  amountMinor: bigint;
  reason: string;
};

/** Today, where the operator is. */
export const bookingDay = async (sql: Sql, ctx: ServiceContext): Promise<string> =>
  civilDateAt(ctx.now, await readOperatorTimeZone(sql));

/** One journal, event and audit entry of a write-off or its reversal, in the caller's transaction. Fails as `moveBill`. */
export async function bookWriteOff(
  sql: Sql,
  ctx: ServiceContext,
  { id, kind, billId, amountMinor, reason }: WriteOffToBook,
  bookedOn: string,
): Promise<void> {
  const { operatorId } = ctx.actor;
  const event = kind === 'write_off' ? 'bill.written-off' : 'bill.write-off-reversed';
  const { billingAccountId, currency, after } = await moveBill(sql, operatorId, billId, {
    ...{ event, sourceId: id, bookedOn, details: { reason } },
    writtenOffMinor: kind === 'write_off' ? amountMinor : -amountMinor,
  });
  const money = moneyOf(currency);
  const facts = {
    billingAccountId,
    amount: money(amountMinor),
    open: money(after.receivableMinor),
    currency,
  };
  await appendEvent(sql, operatorId, {
    ...{ type: event, entityType: 'bill', entityId: billId, payload: { ...facts, bookedOn } },
  });
  await appendAudit(sql, ctx.actor, {
    ...{ action: event, entityType: 'bill', entityId: billId, after: { ...facts, reason, writeOff: id } },
  });
}
