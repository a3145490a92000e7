import { findOperator } from '@/lib/db/operators';
import type { Sql } from '@/lib/db/tenant';
import type { WaitingUsage } from '@/lib/db/usage-suspense';
import { decimal } from '@/lib/domain/money/decimal';
import { groupBy } from '@/lib/services/group-by';
import type { DecodedEvent } from '@/lib/services/usage/decode-event';
import { takeEvents } from '@/lib/services/usage/take-events';

/** What became of waiting usage that was tried again; the parts add up to `tried`. */
export type Retried = {
  tried: number;
  accepted: number;
  duplicate: number;
  conflict: number;
  waiting: number;
  /** Refused for good, as a second reversal of one event is. */
  rejected: number;
};

/**
 * Tries waiting usage again by the code that takes usage, in the caller's transaction, which has locked it (`lockWaiting`) in the
 * operator's scope. A sender's rights are its own, whoever presses the button. `takesTooLate`: the window of the agreement is
 * waived, and what is beyond it counts as late usage.
 */
export async function retryWaiting(
  sql: Sql,
  operatorId: string,
  rows: readonly WaitingUsage[],
  now: string,
  { takesTooLate = false }: { takesTooLate?: boolean } = {},
): Promise<Retried> {
  const none = { accepted: 0, duplicate: 0, conflict: 0, waiting: 0, rejected: 0 };
  const counts: Retried = { tried: rows.length, ...none };
  if (rows.length === 0) return counts;
  const ownPartyId = (await findOperator(sql))!.partyId;
  for (const [senderId, sent] of groupBy(rows, (row) => row.senderId)) {
    const supplierId = senderId === ownPartyId ? null : senderId;
    const sender = { operatorId, supplierId, takesTooLate };
    const outcomes = await takeEvents(sql, sender, sent.map(toEvent), now);
    for (const { status } of outcomes) counts[status] += 1;
  }
  return counts;
}

/** As it was decoded, or as it was repaired since. The digest stays that of what was sent: sent again, it is a duplicate. */
export function toEvent({ source, eventId, bodyHash, body }: WaitingUsage): DecodedEvent {
  const { type, subject, meter, attributes } = body;
  const atMs = Date.parse(body.occurredAt);
  return {
    source,
    eventId,
    bodyHash,
    type,
    subject,
    meter,
    attributes,
    atMs,
    quantity: decimal(body.quantity),
  };
}
