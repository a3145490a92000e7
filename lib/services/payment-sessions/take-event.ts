import { newId } from '@/lib/db/id';
import { insertProviderEvent, type SessionRow } from '@/lib/db/payment-sessions';
import type { Sql } from '@/lib/db/tenant';
import type { ProviderEvent } from '@/lib/integrations/payment-provider/read-event';
import type { ServiceContext } from '@/lib/services/context';
import { settleEvents } from '@/lib/services/payment-sessions/settle-events';

/** Puts what is known of a locked session on record, once per key, and does what is new of it. */
export async function takeEvent(
  sql: Sql,
  ctx: ServiceContext,
  session: SessionRow,
  told: { eventKey: string; event: ProviderEvent },
): Promise<void> {
  const { eventKey, event } = told;
  const isNew = await insertProviderEvent(sql, ctx.actor.operatorId, {
    ...{ id: newId(), methodId: session.methodId, eventKey, sessionId: session.id, event },
    ...{ occurredAt: event.occurredAt, now: ctx.now },
  });
  if (isNew) await settleEvents(sql, ctx, session);
}
