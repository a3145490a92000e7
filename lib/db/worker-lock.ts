import pg from 'pg';
import { databaseUrl, pool } from '@/lib/db/client';
import { WORKER_LOCK_CLASS } from '@/lib/db/health';

/**
 * The sign of life of this process's workers: session advisory locks on a connection of their own. Whatever ends the
 * process ends the connection, and PostgreSQL gives the locks up at once; no clock is asked.
 */
export class WorkerLock {
  private constructor(private readonly client: pg.Client) {}

  /** `onLost` is called once when the connection ends without `release`: the process no longer counts as alive. */
  static async open(onLost: (error: Error) => void): Promise<WorkerLock> {
    const client = new pg.Client({
      connectionString: databaseUrl(),
      application_name: 'tributary worker lock',
      keepAlive: true,
    });
    client.on('error', onLost);
    await client.connect();
    return new WorkerLock(client);
  }

  async hold(workerId: string): Promise<void> {
    await this.client.query('select pg_advisory_lock($1, hashtext($2))', [WORKER_LOCK_CLASS, workerId]);
  }

  async release(): Promise<void> {
    this.client.removeAllListeners('error');
    this.client.on('error', () => {});
    await this.client.end();
  }
}

/**
 * Gives the jobs of dead workers back to the queue, wakes living ones for them, and answers how many workers had died. A worker
 * holds its sign of life before it takes its first job.
 */
export async function freeJobsOfDeadWorkers(): Promise<number> {
  const { rows } = await pool().query<{ dead: string[] | null; jobs: number }>(
    `select array_agg(distinct j.locked_by) as dead, count(*)::int as jobs from graphile_worker._private_jobs j
     where j.locked_by is not null and not exists (
       select from pg_locks l
       where l.locktype = 'advisory' and l.granted and l.classid = $1::int8::oid
         and l.objid = (hashtext(j.locked_by)::int8 & 4294967295)::oid
         and l.database = (select oid from pg_database where datname = current_database()))`,
    [WORKER_LOCK_CLASS],
  );
  const { dead, jobs } = rows[0]!;
  if (!dead) return 0;
  await pool().query('select graphile_worker.force_unlock_workers($1::text[])', [dead]);
  await pool().query(`select pg_notify('jobs:insert', $1)`, [JSON.stringify({ count: jobs })]);
  return dead.length;
}
