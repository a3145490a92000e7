import { type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql } from '@/lib/db/tenant';

export type EndpointRow = {
  id: string;
  url: string;
  description: string;
  eventTypes: string[];
  state: 'active' | 'disabled';
  disabledReason: string | null;
  pausedUntil: string | null;
  failures: number;
  previousSecretUntil: string | null;
  createdAt: string;
  /** Of its deliveries. */
  waiting: number;
};

/** Endpoints of one party; null is the operator's own. */
export const listEndpoints = (sql: Sql, partyId: string | null): Promise<EndpointRow[]> =>
  sql.query<EndpointRow>(`${SELECT_ENDPOINT} where e.party_id is not distinct from $1::uuid order by e.id`, [
    partyId,
  ]);

export async function findEndpoint(
  sql: Sql,
  id: string,
  partyId: string | null,
): Promise<EndpointRow | null> {
  const [row] = await sql.query<EndpointRow>(
    `${SELECT_ENDPOINT} where e.id = $1::uuid and e.party_id is not distinct from $2::uuid`,
    [id, partyId],
  );
  return row ?? null;
}

const SELECT_ENDPOINT = `
  select e.id, e.url, e.description, e.event_types as "eventTypes", e.state, e.disabled_reason as "disabledReason",
    e.paused_until as "pausedUntil", e.failures, e.previous_secret_until as "previousSecretUntil",
    e.created_at as "createdAt",
    (select count(*)::int from (select 1 from webhook_delivery d where d.operator_id = e.operator_id
       and d.endpoint_id = e.id and d.state = 'waiting' limit 1000) w) as waiting
  from webhook_endpoint e`;

export type NewEndpoint = {
  id: string;
  partyId: string | null;
  url: string;
  description: string;
  eventTypes: readonly string[];
  secretEncrypted: Buffer;
  createdBy: string;
  createdAt: string;
};

/** It is told what is committed from now on: nothing older, and nothing of what is under way is lost. */
export const insertEndpoint = (sql: Sql, operatorId: string, row: NewEndpoint): Promise<unknown> =>
  sql.query(
    `insert into webhook_endpoint (operator_id, id, party_id, url, description, event_types, secret_encrypted, created_by,
       created_at, cursor_tx)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, ${OLDEST_OPEN} - 1)`,
    [
      operatorId,
      row.id,
      row.partyId,
      row.url,
      row.description,
      row.eventTypes,
      row.secretEncrypted,
      row.createdBy,
      row.createdAt,
    ],
  );

/** Transactions below this one have ended, so no event of theirs can still appear. */
const OLDEST_OPEN = '(pg_snapshot_xmin(pg_current_snapshot())::text)::bigint';

export type EndpointChange = {
  url: string;
  description: string;
  eventTypes: readonly string[];
  state: 'active' | 'disabled';
};

/** An endpoint that is turned on again begins with what happens from now on. */
export const updateEndpoint = (sql: Sql, id: string, change: EndpointChange): Promise<unknown> =>
  sql.query(
    `update webhook_endpoint set url = $2, description = $3, event_types = $4, disabled_reason = null,
       paused_until = null, failures = 0,
       cursor_tx = case when state = 'disabled' and $5 = 'active' then ${OLDEST_OPEN} - 1 else cursor_tx end,
       cursor_id = case when state = 'disabled' and $5 = 'active' then null else cursor_id end,
       state = $5
     where id = $1::uuid`,
    [id, change.url, change.description, change.eventTypes, change.state],
  );

export const rotateEndpointSecret = (
  sql: Sql,
  id: string,
  secretEncrypted: Buffer,
  previousUntil: string,
): Promise<unknown> =>
  sql.query(
    `update webhook_endpoint set previous_secret_encrypted = secret_encrypted, previous_secret_until = $3,
       secret_encrypted = $2 where id = $1::uuid`,
    [id, secretEncrypted, previousUntil],
  );

export async function deleteEndpoint(sql: Sql, id: string): Promise<void> {
  await cancelDeliveries(sql, id);
  await sql.query('delete from webhook_endpoint where id = $1::uuid', [id]);
}

export const cancelDeliveries = (sql: Sql, endpointId: string): Promise<unknown> =>
  sql.query(
    `update webhook_delivery set state = 'cancelled', next_attempt_at = null
     where endpoint_id = $1::uuid and state = 'waiting'`,
    [endpointId],
  );

export type DeliveryRow = {
  id: string;
  endpointId: string;
  eventType: string;
  entityId: string;
  state: 'waiting' | 'delivered' | 'failed' | 'cancelled';
  attempts: number;
  nextAttemptAt: string | null;
  lastAttemptAt: string | null;
  responseStatus: number | null;
  failure: string | null;
  createdAt: string;
  deliveredAt: string | null;
};

/** What was or will be sent, the latest first; filters `endpoint` (id), `state`, `type`. */
export const listDeliveries = (
  sql: Sql,
  partyId: string | null,
  query: ListQuery,
): Promise<Page<DeliveryRow>> =>
  readPage(
    sql,
    {
      select: `${SELECT_DELIVERY}
        where d.party_id is not distinct from $1::uuid
          and (cardinality($2::text[]) = 0 or d.endpoint_id::text = any($2))
          and (cardinality($3::text[]) = 0 or d.state = any($3))
          and (cardinality($4::text[]) = 0 or d.event_type = any($4))`,
      params: [partyId, query.filters.endpoint ?? [], query.filters.state ?? [], query.filters.type ?? []],
      sortable: { createdAt: { column: '"createdAt"', type: 'timestamptz' } },
      defaultSort: { id: 'createdAt', descending: true },
    },
    query,
  );

export type DeliveryDetail = DeliveryRow & {
  payload: unknown;
  occurredAt: string;
  responseBody: string | null;
};

/** With the event's payload; the outbox is the operator's, so `sql` has the operator's scope and the party is asked for. */
export async function findDelivery(
  sql: Sql,
  id: string,
  partyId: string | null,
): Promise<DeliveryDetail | null> {
  const [row] = await sql.query<DeliveryDetail>(
    `select d.*, o.payload, o.created_at as "occurredAt" from (
       ${SELECT_DELIVERY} where d.id = $1::uuid and d.party_id is not distinct from $2::uuid) d
     join webhook_delivery w on w.id = d.id
     join outbox_event o on o.operator_id = w.operator_id and o.id = w.outbox_event_id`,
    [id, partyId],
  );
  return row ?? null;
}

const SELECT_DELIVERY = `
  select d.id, d.endpoint_id as "endpointId", d.event_type as "eventType", d.entity_id as "entityId", d.state, d.attempts,
    d.next_attempt_at as "nextAttemptAt", d.last_attempt_at as "lastAttemptAt", d.response_status as "responseStatus",
    d.response_body as "responseBody", d.failure, d.created_at as "createdAt", d.delivered_at as "deliveredAt"
  from webhook_delivery d`;

/** Sends it again from the beginning, under the same id. */
export const requeueDelivery = (sql: Sql, id: string, now: string): Promise<unknown> =>
  sql.query(
    `update webhook_delivery set state = 'waiting', attempts = 0, next_attempt_at = $2::timestamptz, failure = null
     where id = $1::uuid`,
    [id, now],
  );
