import { copyRow } from '@/lib/db/bulk/copy-text';
import { insertRows } from '@/lib/db/bulk/insert-rows';
import { newId } from '@/lib/db/id';
import type { DomainEvent } from '@/lib/db/outbox';
import type { Sql } from '@/lib/db/tenant';

/** As appendEvent, for many things that happened at once. */
export async function insertEvents(
  sql: Sql,
  operatorId: string,
  events: readonly DomainEvent[],
): Promise<void> {
  const rows = events.map(({ type, entityType, entityId, payload, partyIds = [] }) =>
    copyRow([
      operatorId,
      newId(),
      type,
      entityType,
      entityId,
      JSON.stringify(payload),
      `{${partyIds.join(',')}}`,
    ]),
  );
  await insertRows(
    sql,
    'outbox_event',
    ['operator_id', 'id', 'type', 'entity_type', 'entity_id', 'payload', 'party_ids'],
    rows,
  );
}
