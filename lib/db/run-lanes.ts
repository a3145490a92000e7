import { countLiveWorkers } from '@/lib/db/health';
import type { Sql } from '@/lib/db/tenant';

/** Worker threads that live, and lanes of a run that are in the middle of a chunk right now: each holds the run's shared lock. */
export async function readRunLanes(sql: Sql, runId: string): Promise<{ workers: number; lanes: number }> {
  const [row] = await sql.query<{ lanes: number }>(
    `select count(*)::int as lanes from pg_locks
     where locktype = 'advisory' and granted and objsubid = 1
       and database = (select oid from pg_database where datname = current_database())
       and ((classid::int8 << 32) | objid::int8) = hashtextextended('bill-run:' || $1, 0)`,
    [runId],
  );
  return { workers: await countLiveWorkers(), lanes: row!.lanes };
}
