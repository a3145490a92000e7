import { newId } from '@/lib/db/id';
import type { Sql } from '@/lib/db/tenant';

/** The operator's active endpoints, locked until the transaction ends: two dispatchers fan out one after the other. */
export const lockActiveEndpoints = (
  sql: Sql,
): Promise<
  { id: string; partyId: string | null; eventTypes: string[]; cursorTx: bigint; cursorId: string | null }[]
> =>
  sql.query(
    `select id, party_id as "partyId", event_types as "eventTypes", cursor_tx as "cursorTx", cursor_id as "cursorId"
     from webhook_endpoint where state = 'active' order by id for update`,
  );

export type OutboxHead = {
  id: string;
  txId: bigint;
  type: string;
  entityId: string;
  partyIds: string[];
};

/**
 * The next events after a place in the outbox, in the order of their transactions. Only of transactions that have ended, with none
 * older still open: what commits late is not passed by.
 */
export const readOutbox = (
  sql: Sql,
  after: { tx: bigint; id: string | null },
  limit: number,
): Promise<OutboxHead[]> =>
  sql.query<OutboxHead>(
    `select id, tx_id as "txId", type, entity_id as "entityId", party_ids::text[] as "partyIds" from outbox_event
     where operator_id = (select scope_id('app.operator'))
       and (tx_id, id) > ($1::bigint, coalesce($2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
       and tx_id < (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint
     order by tx_id, id limit $3`,
    [after.tx, after.id, limit],
  );

export type NewDelivery = {
  /** The webhook-id; made when left out. */
  id?: string;
  endpointId: string;
  partyId: string | null;
  outboxEventId: string;
  eventType: string;
  entityId: string;
};

/** Their ids are in the order given: what one endpoint hears of one thing is sent in the order of ids. */
export function insertDeliveries(
  sql: Sql,
  operatorId: string,
  rows: readonly NewDelivery[],
  now: string,
): Promise<unknown> {
  const ids = rows.map(() => newId()).sort();
  return sql.query(
    `insert into webhook_delivery (operator_id, id, endpoint_id, party_id, outbox_event_id, event_type, entity_id,
       next_attempt_at, created_at)
     select $1::uuid, r.id, r."endpointId", r."partyId", r."outboxEventId", r."eventType", r."entityId", $3::timestamptz,
       $3::timestamptz
     from jsonb_to_recordset($2::jsonb) as r(id uuid, "endpointId" uuid, "partyId" uuid, "outboxEventId" uuid,
       "eventType" text, "entityId" uuid)
     on conflict do nothing`,
    [operatorId, JSON.stringify(rows.map((row, index) => ({ id: ids[index], ...row }))), now],
  );
}

export const moveCursors = (
  sql: Sql,
  endpointIds: readonly string[],
  { txId, id }: Pick<OutboxHead, 'txId' | 'id'>,
): Promise<unknown> =>
  sql.query('update webhook_endpoint set cursor_tx = $2, cursor_id = $3::uuid where id = any($1::uuid[])', [
    endpointIds,
    txId,
    id,
  ]);

export type ClaimedDelivery = {
  id: string;
  endpointId: string;
  url: string;
  attempts: number;
  failures: number;
  eventType: string;
  occurredAt: string;
  payload: unknown;
  secretEncrypted: Buffer;
  previousSecretEncrypted: Buffer | null;
  previousSecretUntil: string | null;
};

/**
 * Takes deliveries that are due until `leaseUntil`: whoever dies with one leaves it to be tried again then. Of one endpoint and one
 * thing only the first that waits is taken, so that they arrive in order; an endpoint that is paused gets none.
 */
export const claimDeliveries = (
  sql: Sql,
  { now, leaseUntil, limit }: { now: string; leaseUntil: string; limit: number },
): Promise<ClaimedDelivery[]> =>
  sql.query<ClaimedDelivery>(
    `with due as (
       select d.operator_id, d.id from webhook_delivery d
       join webhook_endpoint e on e.operator_id = d.operator_id and e.id = d.endpoint_id
       where d.state = 'waiting' and d.next_attempt_at <= $1::timestamptz and e.state = 'active'
         and (e.paused_until is null or e.paused_until <= $1::timestamptz)
         and not exists (
           select from webhook_delivery x where x.operator_id = d.operator_id and x.endpoint_id = d.endpoint_id
             and x.entity_id = d.entity_id and x.state = 'waiting' and x.id < d.id)
       order by d.next_attempt_at, d.id limit $3 for update of d skip locked),
     taken as (
       update webhook_delivery d set next_attempt_at = $2::timestamptz from due
       where d.operator_id = due.operator_id and d.id = due.id
       returning d.operator_id, d.id, d.endpoint_id, d.outbox_event_id, d.attempts, d.event_type)
     select t.id, t.endpoint_id as "endpointId", e.url, t.attempts, e.failures, t.event_type as "eventType",
       o.created_at as "occurredAt", o.payload, e.secret_encrypted as "secretEncrypted",
       e.previous_secret_encrypted as "previousSecretEncrypted", e.previous_secret_until as "previousSecretUntil"
     from taken t
     join webhook_endpoint e on e.operator_id = t.operator_id and e.id = t.endpoint_id
     join outbox_event o on o.operator_id = t.operator_id and o.id = t.outbox_event_id
     order by t.id`,
    [now, leaseUntil, limit],
  );

export type AttemptResult = {
  id: string;
  at: string;
  state: 'waiting' | 'delivered' | 'failed';
  nextAttemptAt: string | null;
  responseStatus: number | null;
  responseBody: string | null;
  failure: string | null;
};

export const recordAttempt = (sql: Sql, result: AttemptResult): Promise<unknown> =>
  sql.query(
    `update webhook_delivery set attempts = attempts + 1, last_attempt_at = $2::timestamptz, state = $3,
       next_attempt_at = $4::timestamptz, response_status = $5, response_body = $6, failure = $7,
       delivered_at = case when $3 = 'delivered' then $2::timestamptz end
     where id = $1::uuid and state = 'waiting'`,
    [
      result.id,
      result.at,
      result.state,
      result.nextAttemptAt,
      result.responseStatus,
      result.responseBody,
      result.failure,
    ],
  );

export const releaseDeliveries = (sql: Sql, ids: readonly string[], at: string): Promise<unknown> =>
  sql.query(
    `update webhook_delivery set next_attempt_at = $2::timestamptz where id = any($1::uuid[]) and state = 'waiting'`,
    [ids, at],
  );

export const markEndpointWorking = (sql: Sql, id: string): Promise<unknown> =>
  sql.query(
    'update webhook_endpoint set failures = 0, paused_until = null where id = $1::uuid and failures > 0',
    [id],
  );

export const pauseEndpoint = (sql: Sql, id: string, until: string): Promise<unknown> =>
  sql.query(
    'update webhook_endpoint set failures = failures + 1, paused_until = $2::timestamptz where id = $1::uuid',
    [id, until],
  );

export const disableEndpoint = (sql: Sql, id: string, reason: string): Promise<unknown> =>
  sql.query(`update webhook_endpoint set state = 'disabled', disabled_reason = $2 where id = $1::uuid`, [
    id,
    reason,
  ]);

export async function hasActiveEndpoint(sql: Sql): Promise<boolean> {
  return (await sql.query(`select 1 from webhook_endpoint where state = 'active' limit 1`)).length > 0;
}
