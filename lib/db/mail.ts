import { newId } from '@/lib/db/id';
import { type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import { execute, type Handle, type Sql } from '@/lib/db/tenant';

export type NewMail = { recipient: string; subject: string; body: string };

/** Writes a message to be sent, in the transaction of what it tells. */
export const insertMail = (handle: Handle, operatorId: string, mail: NewMail, now: string): Promise<void> =>
  execute(
    handle,
    `insert into mail_message (operator_id, id, recipient, subject, body, created_at, next_attempt_at)
     values ($1::uuid, $2::uuid, $3, $4, $5, $6::timestamptz, $6::timestamptz)`,
    [operatorId, newId(), mail.recipient, mail.subject, mail.body, now],
  );

export type DueMail = NewMail & { id: string; attempts: number };

/** The next message that waits to be sent, locked until the transaction ends; another sender passes it by. */
export async function takeDueMail(sql: Sql, now: string): Promise<DueMail | null> {
  const [row] = await sql.query<DueMail>(
    `select id, recipient, subject, body, attempts from mail_message
     where state = 'waiting' and next_attempt_at <= $1::timestamptz
     order by next_attempt_at, id limit 1 for update skip locked`,
    [now],
  );
  return row ?? null;
}

export const markMailSent = (sql: Sql, id: string, now: string): Promise<unknown> =>
  sql.query(
    `update mail_message set state = 'sent', attempts = attempts + 1, failure = null, sent_at = $2::timestamptz
     where id = $1::uuid`,
    [id, now],
  );

/** `nextAttemptAt` null gives the message up. */
export const markMailFailed = (
  sql: Sql,
  id: string,
  failure: string,
  nextAttemptAt: string | null,
): Promise<unknown> =>
  sql.query(
    `update mail_message set attempts = attempts + 1, failure = $2,
       state = case when $3::timestamptz is null then 'failed' else 'waiting' end,
       next_attempt_at = coalesce($3::timestamptz, next_attempt_at)
     where id = $1::uuid`,
    [id, failure, nextAttemptAt],
  );

/** When the next message is due; null when none waits. */
export async function nextMailAt(sql: Sql): Promise<string | null> {
  const [row] = await sql.query<{ at: string | null }>(
    `select min(next_attempt_at) as at from mail_message where state = 'waiting'`,
  );
  return row?.at ?? null;
}

export type MailRow = NewMail & {
  id: string;
  state: 'waiting' | 'sent' | 'failed';
  attempts: number;
  failure: string | null;
  createdAt: string;
  sentAt: string | null;
};

/** Outgoing mail, the latest first; filter `state`. */
export const listMail = (sql: Sql, query: ListQuery): Promise<Page<MailRow>> =>
  readPage(
    sql,
    {
      select: `
        select id, recipient, subject, body, state, attempts, failure, created_at as "createdAt", sent_at as "sentAt"
        from mail_message where cardinality($1::text[]) = 0 or state = any($1)`,
      params: [query.filters.state ?? []],
      sortable: { createdAt: { column: '"createdAt"', type: 'timestamptz' } },
      defaultSort: { id: 'createdAt', descending: true },
    },
    query,
  );
