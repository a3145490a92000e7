import type { Sql } from '@/lib/db/tenant';
import { uuidOrNull } from '@/lib/db/uuid-or-null';

export type SessionState = 'opening' | 'open' | 'succeeded' | 'failed' | 'expired';

export type SessionRow = {
  id: string;
  billingAccountId: string;
  methodId: string;
  billId: string | null;
  state: SessionState;
  currency: string;
  amountMinor: bigint;
  reference: string;
  providerRef: string | null;
  pageUrl: string | null;
  failure: string | null;
  paymentId: string | null;
  createdAt: string;
};

const SELECT = `
  select id, billing_account_id as "billingAccountId", method_id as "methodId", bill_id as "billId", state, currency,
    amount_minor as "amountMinor", reference, provider_ref as "providerRef", page_url as "pageUrl", failure,
    payment_id as "paymentId", created_at as "createdAt"
  from payment_session`;

export async function findSession(sql: Sql, id: string): Promise<SessionRow | null> {
  const [row] = await sql.query<SessionRow>(`${SELECT} where id = $1::uuid`, [uuidOrNull(id)]);
  return row ?? null;
}

export async function lockSession(sql: Sql, id: string): Promise<SessionRow | null> {
  const [row] = await sql.query<SessionRow>(`${SELECT} where id = $1::uuid for update`, [uuidOrNull(id)]);
  return row ?? null;
}

export async function findSessionOfPayment(sql: Sql, paymentId: string): Promise<SessionRow | null> {
  const [row] = await sql.query<SessionRow>(`${SELECT} where payment_id = $1::uuid`, [paymentId]);
  return row ?? null;
}

/** One that is open for the very same, begun after an instant: pressed twice, the button leads to one page. */
export async function findSameSession(
  sql: Sql,
  of: Pick<SessionRow, 'billingAccountId' | 'billId' | 'methodId' | 'amountMinor' | 'currency'>,
  since: string,
): Promise<SessionRow | null> {
  const [row] = await sql.query<SessionRow>(
    `${SELECT} where billing_account_id = $1::uuid and bill_id is not distinct from $2::uuid and method_id = $3::uuid
       and amount_minor = $4 and currency = $5 and state = 'open' and created_at > $6 order by id desc limit 1`,
    [of.billingAccountId, of.billId, of.methodId, of.amountMinor, of.currency, since],
  );
  return row ?? null;
}

export type NewSessionRow = Pick<
  SessionRow,
  'id' | 'billingAccountId' | 'methodId' | 'billId' | 'currency' | 'amountMinor' | 'reference'
> & { by: string; now: string };

export const insertSession = (sql: Sql, operatorId: string, row: NewSessionRow): Promise<unknown> =>
  sql.query(
    `insert into payment_session (operator_id, billing_account_id, id, method_id, bill_id, state, currency, amount_minor, reference,
       created_by, created_at)
     values ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::uuid, 'opening', $6, $7, $8, $9, $10)`,
    [
      operatorId,
      row.billingAccountId,
      row.id,
      row.methodId,
      row.billId,
      row.currency,
      row.amountMinor,
      row.reference,
      row.by,
      row.now,
    ],
  );

/** The provider's page is there; a callback may have been quicker, and then the state is its. */
export const markOpened = (
  sql: Sql,
  id: string,
  { providerRef, pageUrl }: { providerRef: string; pageUrl: string },
): Promise<unknown> =>
  sql.query(
    `update payment_session set provider_ref = $2, page_url = $3, state = case when state = 'opening' then 'open' else state end
     where id = $1::uuid`,
    [id, providerRef, pageUrl],
  );

export const endSession = (
  sql: Sql,
  id: string,
  end: { state: 'succeeded' | 'failed' | 'expired'; paymentId?: string; failure?: string; now: string },
): Promise<unknown> =>
  sql.query(
    `update payment_session set state = $2, payment_id = coalesce($3::uuid, payment_id), failure = $4, ended_at = $5
     where id = $1::uuid`,
    [id, end.state, end.paymentId ?? null, end.failure ?? null, end.now],
  );

/** Asked again after 10 minutes, and each time twice as long after, six hours at most. */
const isDue = (since: string) =>
  `${since} < $1::timestamptz - interval '10 minutes'
     and (asked_at is null or asked_at < $1::timestamptz - least(interval '10 minutes' * 2 ^ least(asks, 10), interval '6 hours'))`;

/** Sessions that wait for an event that should have come by now; at most `limit`, the oldest first. */
export const listSilentSessions = (sql: Sql, now: string, limit: number): Promise<SessionRow[]> =>
  sql.query<SessionRow>(
    `${SELECT} where state in ('opening', 'open') and ${isDue('created_at')} order by created_at limit $2`,
    [now, limit],
  );

/** Refunds that a provider has taken, or should have, and told nothing of. */
export const listSilentRefunds = (
  sql: Sql,
  now: string,
  limit: number,
): Promise<{ id: string; sessionId: string; methodId: string }[]> =>
  sql.query(
    `select r.id, s.id as "sessionId", s.method_id as "methodId"
     from (select * from refund where state = 'requested' and payee_iban is null and ${isDue('requested_at')}) r
     join payment_session s on s.operator_id = r.operator_id and s.billing_account_id = r.billing_account_id and s.payment_id = r.payment_id
     order by r.requested_at limit $2`,
    [now, limit],
  );

export const markAsked = (
  sql: Sql,
  table: 'payment_session' | 'refund',
  id: string,
  now: string,
): Promise<unknown> =>
  sql.query(`update ${table} set asked_at = $2, asks = asks + 1 where id = $1::uuid`, [id, now]);

export type ProviderEventRow = {
  id: string;
  event: unknown;
  outcome: 'waiting' | 'done' | 'ignored' | 'refused';
};

/** Answers whether it is new. */
export async function insertProviderEvent(
  sql: Sql,
  operatorId: string,
  row: {
    id: string;
    methodId: string;
    eventKey: string;
    sessionId: string;
    event: unknown;
    occurredAt: string;
    now: string;
  },
): Promise<boolean> {
  const rows = await sql.query(
    `insert into payment_provider_event (operator_id, id, method_id, event_key, session_id, event, occurred_at, received_at, outcome)
     values ($1::uuid, $2::uuid, $3::uuid, $4, $5::uuid, $6::jsonb, $7, $8, 'waiting')
     on conflict (operator_id, method_id, event_key) do nothing returning id`,
    [
      operatorId,
      row.id,
      row.methodId,
      row.eventKey,
      row.sessionId,
      JSON.stringify(row.event),
      row.occurredAt,
      row.now,
    ],
  );
  return rows.length > 0;
}

/** A session's events that nothing came of yet, in the order in which they happened. */
export const readWaitingEvents = (sql: Sql, sessionId: string): Promise<ProviderEventRow[]> =>
  sql.query<ProviderEventRow>(
    `select id, event, outcome from payment_provider_event where session_id = $1::uuid and outcome = 'waiting'
     order by occurred_at, id`,
    [sessionId],
  );

export const endProviderEvent = (
  sql: Sql,
  id: string,
  end: { outcome: ProviderEventRow['outcome']; code?: string; message?: string },
): Promise<unknown> =>
  sql.query('update payment_provider_event set outcome = $2, code = $3, message = $4 where id = $1::uuid', [
    id,
    end.outcome,
    end.code ?? null,
    end.message ?? null,
  ]);

export const findProviderEvent = async (
  sql: Sql,
  methodId: string,
  eventKey: string,
): Promise<(ProviderEventRow & { code: string | null; message: string | null }) | null> => {
  const [row] = await sql.query<ProviderEventRow & { code: string | null; message: string | null }>(
    'select id, event, outcome, code, message from payment_provider_event where method_id = $1::uuid and event_key = $2',
    [methodId, eventKey],
  );
  return row ?? null;
};
