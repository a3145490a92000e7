import { textArray, uuidArray } from '@/lib/db/bulk/binary-array';
import { newId } from '@/lib/db/id';
import type { DomainEvent } from '@/lib/db/outbox';
import type { Sql } from '@/lib/db/tenant';

/** As appendEvent, for many things that happened at once. */
export async function insertEvents(
  sql: Sql,
  operatorId: string,
  events: readonly DomainEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const count = events.length;
  await sql.query(
    `insert into outbox_event (operator_id, id, type, entity_type, entity_id, payload, party_ids)
     select $1::uuid, id, type, entity_type, entity_id, payload::jsonb, party_ids::uuid[]
     from unnest($2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[])
       as e(id, type, entity_type, entity_id, payload, party_ids)`,
    [
      operatorId,
      uuidArray(count, newId),
      textArray(count, (n) => events[n]!.type),
      textArray(count, (n) => events[n]!.entityType),
      uuidArray(count, (n) => events[n]!.entityId),
      textArray(count, (n) => JSON.stringify(events[n]!.payload)),
      textArray(count, (n) => `{${(events[n]!.partyIds ?? []).join(',')}}`),
    ],
  );
}
