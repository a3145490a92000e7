import { type Sql, withTenantSql } from '@/lib/db/tenant';
import {
  insertDeliveries,
  lockActiveEndpoints,
  moveCursors,
  type OutboxHead,
  readOutbox,
} from '@/lib/db/webhook-dispatch';
import { scopeOf } from '@/lib/domain/access/actor';
import { TEST_EVENT, webhookEvents } from '@/lib/schemas/webhook-events';
import type { ServiceContext } from '@/lib/services/context';

type Endpoint = Awaited<ReturnType<typeof lockActiveEndpoints>>[number];

const EVENTS_AT_ONCE = 2_000;

/**
 * Makes a delivery of each event for each endpoint that wants it and may know of it, once: the database refuses a second, and the
 * endpoint's place in the outbox moves on in the same transaction. Without endpoints it reads one index and writes nothing, whatever
 * happened. Answers whether there may be more.
 */
export async function fanOutEvents(ctx: ServiceContext): Promise<{ isMore: boolean; endpoints: number }> {
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const endpoints = await lockActiveEndpoints(sql);
    if (endpoints.length === 0) return { isMore: false, endpoints: 0 };
    const first = endpoints.reduce((least, endpoint) => (isBefore(endpoint, least) ? endpoint : least));
    const events = await readOutbox(sql, { tx: first.cursorTx, id: first.cursorId }, EVENTS_AT_ONCE);
    const last = events.at(-1);
    if (last) await deliver(sql, ctx, endpoints, events, last);
    return { isMore: events.length === EVENTS_AT_ONCE, endpoints: endpoints.length };
  });
}

async function deliver(
  sql: Sql,
  ctx: ServiceContext,
  endpoints: readonly Endpoint[],
  events: readonly OutboxHead[],
  last: OutboxHead,
): Promise<void> {
  const rows = events.flatMap((event) =>
    endpoints
      .filter(
        (endpoint) =>
          wants(endpoint, event) && isBefore(endpoint, { cursorTx: event.txId, cursorId: event.id }),
      )
      .map(({ id, partyId }) => ({
        endpointId: id,
        partyId,
        outboxEventId: event.id,
        eventType: event.type,
        entityId: event.entityId,
      })),
  );
  if (rows.length > 0) await insertDeliveries(sql, ctx.actor.operatorId, rows, ctx.now);
  const behind = endpoints.filter((endpoint) =>
    isBefore(endpoint, { cursorTx: last.txId, cursorId: last.id }),
  );
  await moveCursors(
    sql,
    behind.map(({ id }) => id),
    last,
  );
}

/** The operator hears of everything that is told at all; a party of what concerns it. */
function wants({ partyId, eventTypes }: Endpoint, { type, partyIds }: OutboxHead): boolean {
  if (type === TEST_EVENT || !Object.hasOwn(webhookEvents, type)) return false;
  return (
    (eventTypes.length === 0 || eventTypes.includes(type)) && (partyId === null || partyIds.includes(partyId))
  );
}

type Place = Pick<Endpoint, 'cursorTx' | 'cursorId'>;

/** A place without an id is behind every event of its transaction. */
const isBefore = (a: Place, b: Place): boolean =>
  a.cursorTx < b.cursorTx ||
  (a.cursorTx === b.cursorTx && a.cursorId !== null && (b.cursorId === null || a.cursorId < b.cursorId));
