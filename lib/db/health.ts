import { pool } from '@/lib/db/client';

/** 'TRIB': the class id under which every worker holds a session advisory lock for as long as it lives. */
export const WORKER_LOCK_CLASS = 0x54524942;

/** How many workers live on this database; the lock goes with the connection, so a killed worker is not counted. */
export async function countLiveWorkers(): Promise<number> {
  const result = await pool().query<{ count: number }>(
    `select count(*)::int as count from pg_locks
     where locktype = 'advisory' and classid = $1::int8::oid and granted
       and database = (select oid from pg_database where datname = current_database())`,
    [WORKER_LOCK_CLASS],
  );
  return result.rows[0]?.count ?? 0;
}
