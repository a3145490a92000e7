import { newId } from '@/lib/db/id';
import { execute, type Handle } from '@/lib/db/tenant';

export type DomainEvent = {
  type: string;
  entityType: string;
  entityId: string;
  payload: unknown;
  /** Beside the operator, whom it concerns: they may be told of it, payload and all. */
  partyIds?: readonly string[];
};

/** Records that something happened, in the transaction in which it happened. */
export async function appendEvent(
  handle: Handle,
  operatorId: string,
  event: DomainEvent,
  id: string = newId(),
): Promise<void> {
  await execute(
    handle,
    `insert into outbox_event (operator_id, id, type, entity_type, entity_id, payload, party_ids)
     values ($1::uuid, $2::uuid, $3, $4, $5::uuid, $6::jsonb, $7::uuid[])`,
    [
      operatorId,
      id,
      event.type,
      event.entityType,
      event.entityId,
      JSON.stringify(event.payload),
      event.partyIds ?? [],
    ],
  );
}

/** As `appendEvent`, for many at once. */
export async function appendEvents(
  handle: Handle,
  operatorId: string,
  events: readonly DomainEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ type, entityType, entityId, payload, partyIds = [] }) => ({
    ...{ id: newId(), type, payload },
    ...{ entity_type: entityType, entity_id: entityId, party_ids: partyIds },
  }));
  await execute(
    handle,
    `insert into outbox_event (operator_id, id, type, entity_type, entity_id, payload, party_ids)
     select $1::uuid, d.id, d.type, d.entity_type, d.entity_id, d.payload, d.party_ids
     from jsonb_to_recordset($2::jsonb) as d(id uuid, type text, entity_type text, entity_id uuid, payload jsonb, party_ids uuid[])`,
    [operatorId, JSON.stringify(rows)],
  );
}
