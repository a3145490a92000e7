import type { SuspenseFilter } from '@/lib/db/suspense-filter';
import type { Sql } from '@/lib/db/tenant';

/** Much waiting usage that a job tries again. */
export type SuspenseRecycleRow = {
  id: string;
  /** A partner's own usage only; null: everybody's. */
  senderId: string | null;
  filter: SuspenseFilter;
  state: 'waiting' | 'running' | 'done' | 'failed';
  eventsTotal: number;
  lastId: string;
  cursorId: string | null;
  tried: number;
  accepted: number;
  duplicate: number;
  conflict: number;
  rejected: number;
  stillWaiting: number;
  failure: string | null;
  createdBy: string;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
};

export type NewSuspenseRecycle = Pick<
  SuspenseRecycleRow,
  'id' | 'senderId' | 'filter' | 'eventsTotal' | 'lastId' | 'createdBy' | 'createdAt'
>;

export async function insertRecycle(sql: Sql, operatorId: string, row: NewSuspenseRecycle): Promise<void> {
  await sql.query(
    `insert into suspense_recycle (operator_id, id, sender_id, filter, events_total, last_id, created_by, created_at)
     values ($1::uuid, $2::uuid, $3::uuid, $4::jsonb, $5, $6::uuid, $7, $8::timestamptz)`,
    [
      operatorId,
      row.id,
      row.senderId,
      JSON.stringify(row.filter),
      row.eventsTotal,
      row.lastId,
      row.createdBy,
      row.createdAt,
    ],
  );
}

const COLUMNS = `id, sender_id as "senderId", filter, state, events_total::int as "eventsTotal", last_id as "lastId",
  cursor_id as "cursorId", tried::int as tried, accepted::int as accepted, duplicate::int as duplicate,
  conflict::int as conflict, rejected::int as rejected, still_waiting::int as "stillWaiting", failure,
  created_by as "createdBy", created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt"`;

export async function findRecycle(sql: Sql, id: string): Promise<SuspenseRecycleRow | null> {
  const rows = await sql.query<SuspenseRecycleRow>(
    `select ${COLUMNS} from suspense_recycle where id = $1::uuid`,
    [id],
  );
  return rows[0] ?? null;
}

/** Locked until the transaction ends, so that two workers take turns and each sees how far the other came. */
export async function lockRecycle(sql: Sql, id: string): Promise<SuspenseRecycleRow | null> {
  const rows = await sql.query<SuspenseRecycleRow>(
    `select ${COLUMNS} from suspense_recycle where id = $1::uuid for update`,
    [id],
  );
  return rows[0] ?? null;
}

/** The latest that are under way or ended within a day, for the page that started them. */
export const listRecentRecycles = (sql: Sql, now: string): Promise<SuspenseRecycleRow[]> =>
  sql.query<SuspenseRecycleRow>(
    `select ${COLUMNS} from suspense_recycle
     where finished_at is null or finished_at > $1::timestamptz - interval '1 day' order by id desc limit 3`,
    [now],
  );

export type RecycleProgress = Pick<
  SuspenseRecycleRow,
  | 'state'
  | 'cursorId'
  | 'tried'
  | 'accepted'
  | 'duplicate'
  | 'conflict'
  | 'rejected'
  | 'stillWaiting'
  | 'failure'
  | 'startedAt'
  | 'finishedAt'
>;

/** Writes how far it came and tells those who follow it. */
export async function updateRecycle(
  sql: Sql,
  operatorId: string,
  id: string,
  to: RecycleProgress,
): Promise<void> {
  await sql.query(
    `update suspense_recycle
     set state = $3, cursor_id = $4::uuid, tried = $5, accepted = $6, duplicate = $7, conflict = $8, rejected = $9,
       still_waiting = $10, failure = $11, started_at = $12::timestamptz, finished_at = $13::timestamptz
     where operator_id = $1::uuid and id = $2::uuid`,
    [
      operatorId,
      id,
      to.state,
      to.cursorId,
      to.tried,
      to.accepted,
      to.duplicate,
      to.conflict,
      to.rejected,
      to.stillWaiting,
      to.failure,
      to.startedAt,
      to.finishedAt,
    ],
  );
  await sql.query('select pg_notify($1, $2)', [RECYCLE_CHANNEL, `${operatorId}:${id}`]);
}

export const RECYCLE_CHANNEL = 'suspense_recycle';
