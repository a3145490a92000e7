import { type SuspenseFilter, waitingWhere } from '@/lib/db/suspense-filter';
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
    // Materialized: a planner without statistics asked for the copies once for each waiting row, a minute for 300 events.
    `with old as materialized (
       select k.id from ${input}
       cross join lateral (${waitingCopy('r.source', 'r."eventId"')}) k
       where k.body_hash <> decode(r."bodyHash", 'hex'))
     update usage_suspense w set recycled_at = $3::timestamptz, outcome = 'superseded'
     from old where w.operator_id = $1::uuid and w.id = old.id`,
    params,
  );
  await sql.query(
    `insert into usage_suspense (operator_id, id, sender_id, source, event_id, body_hash, reason, message, body, subject,
       meter, quantity, received_at)
     select $1::uuid, r.id, $2::uuid, r.source, r."eventId", decode(r."bodyHash", 'hex'), r.reason, r.message, r.body,
       r.body ->> 'subject', r.body ->> 'meter', (r.body ->> 'quantity')::numeric, $3::timestamptz
     from ${input} order by r.source, r."eventId"
     on conflict (operator_id, sender_id, source, event_id) where recycled_at is null
     do update set reason = excluded.reason, message = excluded.message, tries = usage_suspense.tries + 1,
       last_tried_at = $3::timestamptz`,
    params,
  );
}

export type EndedWait = EventKey & { bodyHash: string; outcome: 'accepted' | 'duplicate' | 'rejected' };

/**
 * Ends the wait of events that have nothing to wait for any more. Other content under their key keeps waiting, unless the event was
 * accepted: then it is superseded.
 */
export async function releaseSuspense(
  sql: Sql,
  scope: { operatorId: string; senderId: string; now: string },
  ended: readonly EndedWait[],
): Promise<void> {
  await sql.query(
    `with e as materialized (
       select k.id, case when k.body_hash = decode(r.hash, 'hex') then r.outcome else 'superseded' end as outcome
       from unnest($4::text[], $5::text[], $6::text[], $7::text[]) as r(source, event_id, hash, outcome)
       cross join lateral (${waitingCopy('r.source', 'r.event_id')}) k
       where r.outcome = 'accepted' or k.body_hash = decode(r.hash, 'hex'))
     update usage_suspense w set recycled_at = $3::timestamptz, outcome = e.outcome
     from e where w.operator_id = $1::uuid and w.id = e.id`,
    [
      scope.operatorId,
      scope.senderId,
      scope.now,
      ended.map(({ source }) => source),
      ended.map(({ eventId }) => eventId),
      ended.map(({ bodyHash }) => bodyHash),
      ended.map(({ outcome }) => outcome),
    ],
  );
}

/** The copy of an event that waits: one index probe, kept apart from the planner's other ideas by `offset 0`. */
const waitingCopy = (source: string, eventId: string) => `
  select s.id, s.body_hash from usage_suspense s
  where s.operator_id = $1::uuid and s.sender_id = $2::uuid and s.recycled_at is null
    and s.source = ${source} and s.event_id = ${eventId} offset 0`;

export type WaitingUsage = EventKey & { id: string; senderId: string; bodyHash: string; body: SuspendedBody };

/**
 * The oldest waiting events that fit, locked for the caller, as repaired; those that another call has in hand are left to it.
 * `after` and `upTo` bound the ids (exclusive and inclusive), so that a long job walks them once.
 */
export const lockWaiting = (
  sql: Sql,
  pick: SuspenseFilter,
  bounds: { limit: number; after?: string | null; upTo?: string | null },
): Promise<WaitingUsage[]> => {
  const { where, params } = waitingWhere(pick);
  const at = params.length;
  return sql.query<WaitingUsage>(
    `select w.id, w.sender_id as "senderId", w.source, w.event_id as "eventId", encode(w.body_hash, 'hex') as "bodyHash",
       coalesce(w.repaired_body, w.body) as body
     from usage_suspense w
     where ${where} and ($${at + 1}::uuid is null or w.id > $${at + 1}) and ($${at + 2}::uuid is null or w.id <= $${at + 2})
     order by w.id limit $${at + 3} for update of w skip locked`,
    [...params, bounds.after ?? null, bounds.upTo ?? null, bounds.limit],
  );
};
