import { type DisputedPart, type DisputeRow, readDisputedParts } from '@/lib/db/disputes';
import { findOperator } from '@/lib/db/operators';
import type { Sql } from '@/lib/db/tenant';
import { civilDateAt } from '@/lib/domain/period/zone';
import type { ServiceContext } from '@/lib/services/context';
import { moveBill } from '@/lib/services/receivables/move-bill';

/** Ends the hold of what is disputed, without a credit: it is owed again, and due to whose share it is. */
export async function releaseDisputed(sql: Sql, ctx: ServiceContext, dispute: DisputeRow): Promise<void> {
  await moveBill(sql, ctx.actor.operatorId, dispute.bill.id, {
    event: 'dispute.resolved',
    sourceId: dispute.id,
    bookedOn: await bookingDay(sql, ctx.now),
    lines: await releasesOf(sql, dispute.id),
  });
}

/** What ends the hold, line by line. */
export async function releasesOf(sql: Sql, id: string): Promise<DisputedPart[]> {
  const parts = await readDisputedParts(sql, id);
  return parts.map(({ lineId, disputedMinor }) => ({ lineId, disputedMinor: -disputedMinor }));
}

/** The day in the operator's books. */
export async function bookingDay(sql: Sql, now: string): Promise<string> {
  const operator = await findOperator(sql);
  return civilDateAt(now, operator!.timeZone);
}
