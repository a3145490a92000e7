import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { dataDir } from '@/e2e/stack';
import { openDatabaseInUse } from '@/scripts/postgres/database-in-use';
import { processCommand } from '@/scripts/process-identity';

/** The process groups of the stack's workers, by the notes it keeps in its data folder; nobody else's are there. */
export function workerPids(): number[] {
  const pids = readdirSync(path.join(dataDir, 'run')).map(Number);
  return pids.filter((pid) => processCommand(pid).includes('worker.mjs'));
}

/** As a power cut would: no handler runs, nothing is put back. */
export function killWorkers(): number[] {
  const pids = workerPids();
  for (const pid of pids) process.kill(-pid, 'SIGKILL');
  return pids;
}

type HeldTable = 'bill' | 'journal' | 'usage_event';

/**
 * Lets everybody read a table and nobody write to it while `during` runs: whoever works on it is found in the middle of its
 * transaction for certain, not by luck.
 */
export async function withWritesHeld(table: HeldTable, during: () => Promise<void>): Promise<void> {
  const database = await stackDatabase();
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    await client.query(`begin; lock table ${table} in exclusive mode`);
    await during();
    await client.query('rollback');
  } finally {
    await client.end();
    await database.close();
  }
}

/** How many sessions wait to write to a table. */
export const writersWaiting = (table: HeldTable): Promise<number> =>
  countLocks('relation = $1::regclass', [table]);

/** How many wait for a run's chunks to end, to change the run: those who pause it, hold its accounts, or issue it. */
export const changesWaiting = (): Promise<number> => countLocks(`locktype = 'advisory'`, []);

/** How many wait for a row that another transaction has changed or locked. */
export const rowsWaiting = (): Promise<number> => countLocks(`locktype in ('transactionid', 'tuple')`, []);

async function countLocks(condition: string, params: readonly string[]): Promise<number> {
  const database = await stackDatabase();
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query(`select 1 from pg_locks where not granted and ${condition}`, [
      ...params,
    ]);
    return rowCount ?? 0;
  } finally {
    await client.end();
    await database.close();
  }
}

/** `npm run -s verify` of the stack's database; its output, and throws when a check fails. */
export async function verifyBooks(): Promise<string> {
  const { stdout } = await promisify(execFile)('npm', ['run', '-s', 'verify'], { env: environment() });
  return stdout;
}

const environment = () => ({ ...process.env, DATABASE_URL: '', TRIBUTARY_DATA_DIR: dataDir });

async function stackDatabase() {
  Object.assign(process.env, environment());
  return openDatabaseInUse();
}
