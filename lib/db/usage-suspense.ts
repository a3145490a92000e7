import { containing, type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';
import type { EventKey } from '@/lib/db/usage';

/** What a suspended event said; enough to try it again. */
export type SuspendedBody = {
  type: string;
  subject: string;
  meter: string;
  quantity: string;
  occurredAt: string;
  attributes: Readonly<Record<string, string>>;
};

export type NewSuspense = EventKey & {
  id: string;
  bodyHash: string;
  reason: string;
  message: string;
  body: SuspendedBody;
};

/**
 * Lets events wait. One that waits already with the same content keeps its place and takes the new reason; one that waits with
 * other content is superseded by the new, and stays on record.
 */
export async function suspendUsage(
  sql: Sql,
  scope: { operatorId: string; senderId: string; now: string },
  rows: readonly NewSuspense[],
): Promise<void> {
  const params = [scope.operatorId, scope.senderId, scope.now, JSON.stringify(rows)];
  const input = `jsonb_to_recordset($4::jsonb) as r(id uuid, source text, "eventId" text, "bodyHash" text, reason text,
    message text, body jsonb)`;
  await sql.query(
    `update usage_suspense w set recycled_at = $3::timestamptz, outcome = 'superseded'
     where w.operator_id = $1::uuid and w.id in (
       select k.id from ${input}
       cross join lateral (${waitingCopy('r.source', 'r."eventId"')}) k
       where k.body_hash <> decode(r."bodyHash", 'hex'))`,
    params,
  );
  await sql.query(
    `insert into usage_suspense (operator_id, id, sender_id, source, event_id, body_hash, reason, message, body, received_at)
     select $1::uuid, r.id, $2::uuid, r.source, r."eventId", decode(r."bodyHash", 'hex'), r.reason, r.message, r.body,
       $3::timestamptz
     from ${input} order by r.source, r."eventId"
     on conflict (operator_id, sender_id, source, event_id) where recycled_at is null
     do update set reason = excluded.reason, message = excluded.message`,
    params,
  );
}

/** Ends the wait of events that have come through, by their keys. */
export async function releaseSuspense(
  sql: Sql,
  scope: { operatorId: string; senderId: string; now: string },
  outcome: 'accepted' | 'duplicate' | 'conflict',
  keys: readonly EventKey[],
): Promise<void> {
  await sql.query(
    `update usage_suspense w set recycled_at = $3::timestamptz, outcome = $6
     where w.operator_id = $1::uuid and w.id in (
       select k.id from unnest($4::text[], $5::text[]) as r(source, event_id)
       cross join lateral (${waitingCopy('r.source', 'r.event_id')}) k)`,
    [
      scope.operatorId,
      scope.senderId,
      scope.now,
      keys.map(({ source }) => source),
      keys.map(({ eventId }) => eventId),
      outcome,
    ],
  );
}

/** The copy of an event that waits: one index probe, kept apart from the planner's other ideas by `offset 0`. */
const waitingCopy = (source: string, eventId: string) => `
  select s.id, s.body_hash from usage_suspense s
  where s.operator_id = $1::uuid and s.sender_id = $2::uuid and s.recycled_at is null
    and s.source = ${source} and s.event_id = ${eventId} offset 0`;

export type WaitingUsage = EventKey & { id: string; senderId: string; bodyHash: string; body: SuspendedBody };

/** The oldest waiting events, locked for the caller; those that another call is trying are left to it. */
export const lockWaiting = (
  sql: Sql,
  pick: { senderId: string | null; ids: readonly string[] | null; reason: string | null; limit: number },
): Promise<WaitingUsage[]> =>
  sql.query<WaitingUsage>(
    `select id, sender_id as "senderId", source, event_id as "eventId", encode(body_hash, 'hex') as "bodyHash", body
     from usage_suspense
     where recycled_at is null and ($1::uuid is null or sender_id = $1) and ($2::uuid[] is null or id = any($2))
       and ($3::text is null or reason = $3)
     order by id limit $4 for update skip locked`,
    [pick.senderId, pick.ids, pick.reason, pick.limit],
  );

export type SuspenseListRow = {
  id: string;
  reason: string;
  message: string;
  source: string;
  eventId: string;
  body: SuspendedBody;
  receivedAt: string;
  sender: { id: string; slug: string; name: string } | null;
};

/** Usage that waits, the latest first; filters `reason`, `sender` (id). */
export const listWaiting = (sql: Sql, query: ListQuery): Promise<Page<SuspenseListRow>> =>
  readPage(
    sql,
    {
      select: `
        select w.id, w.reason, w.message, w.source, w.event_id as "eventId", w.body, w.received_at as "receivedAt",
          case when p.id is null then null
            else json_build_object('id', p.id, 'slug', p.slug, 'name', p.name) end as sender
        from usage_suspense w
        left join party p on p.operator_id = w.operator_id and p.id = w.sender_id
        where w.recycled_at is null
          and ($1 = '' or w.source ilike $2 or w.event_id ilike $2 or w.body ->> 'subject' ilike $2)
          and (cardinality($3::text[]) = 0 or w.reason = any($3))
          and (cardinality($4::text[]) = 0 or w.sender_id::text = any($4))`,
      params: [query.q, containing(query.q), query.filters.reason ?? [], query.filters.sender ?? []],
      sortable: {
        receivedAt: { column: '"receivedAt"', type: 'timestamptz' },
        reason: { column: 'reason', type: 'text' },
      },
      defaultSort: { id: 'receivedAt', descending: true },
    },
    query,
  );

export type SuspenseCount = { reason: string; count: number; oldestAt: string };

export const countWaiting = (sql: Sql): Promise<SuspenseCount[]> =>
  sql.query<SuspenseCount>(
    `select reason, count(*)::int as count, min(received_at) as "oldestAt" from usage_suspense
     where recycled_at is null group by reason order by count(*) desc, reason`,
  );
