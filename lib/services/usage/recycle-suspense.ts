import { findOperator } from '@/lib/db/operators';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { lockWaiting, releaseSuspense, suspendUsage, type WaitingUsage } from '@/lib/db/usage-suspense';
import { decimal } from '@/lib/domain/money/decimal';
import { MAX_EVENTS } from '@/lib/schemas/api/usage';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { groupBy } from '@/lib/services/group-by';
import type { DecodedEvent } from '@/lib/services/usage/decode-event';
import { toSuspense } from '@/lib/services/usage/ingest-usage';
import { type Outcome, takeEvents } from '@/lib/services/usage/take-events';

export type Recycled = {
  tried: number;
  accepted: number;
  duplicate: number;
  conflict: number;
  waiting: number;
};

/**
 * Tries waiting usage again: these ids, this reason, or the oldest of all, up to 1,000 in one call. What comes through leaves
 * suspense and stays on record; what does not keeps waiting with its present reason. A partner tries its own.
 */
export async function recycleSuspense(
  ctx: ServiceContext,
  pick: { ids?: readonly string[] | undefined; reason?: string | undefined },
): Promise<Recycled> {
  authorise(ctx, 'usage.send');
  const { operatorId, partyId } = ctx.actor;
  // In the operator's scope, as ingestion is: a partner is held to what it sent by `senderId`.
  return withTenantSql({ operatorId, partnerId: null, customerId: null }, async (sql) => {
    const { ids = null, reason = null } = pick;
    const rows = await lockWaiting(sql, { senderId: partyId, ids, reason, limit: MAX_EVENTS });
    const ownPartyId = (await findOperator(sql))!.partyId;
    const counts: Recycled = { tried: rows.length, accepted: 0, duplicate: 0, conflict: 0, waiting: 0 };
    for (const [senderId, sent] of groupBy(rows, (row) => row.senderId)) {
      // A sender's rights are its own, whoever presses the button.
      const supplierId = senderId === ownPartyId ? null : senderId;
      const events = sent.map(toEvent);
      const outcomes = await takeEvents(sql, { operatorId, supplierId }, events, ctx.now);
      for (const { status } of outcomes) counts[status] += 1;
      await settle(sql, { operatorId, senderId, now: ctx.now }, events, outcomes);
    }
    return counts;
  });
}

async function settle(
  sql: Sql,
  scope: { operatorId: string; senderId: string; now: string },
  events: readonly DecodedEvent[],
  outcomes: readonly Outcome[],
): Promise<void> {
  for (const status of ['accepted', 'duplicate', 'conflict'] as const) {
    const done = events.filter((_, index) => outcomes[index]!.status === status);
    if (done.length > 0) await releaseSuspense(sql, scope, status, done);
  }
  const waiting = events.flatMap((event, index) => {
    const outcome = outcomes[index]!;
    return outcome.status === 'waiting' ? [toSuspense(event, outcome)] : [];
  });
  if (waiting.length > 0) await suspendUsage(sql, scope, waiting);
}

function toEvent({ source, eventId, bodyHash, body }: WaitingUsage): DecodedEvent {
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
