import pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { disconnect } from '@/lib/db/client';
import { type JobHandlers, type RunningWorker, runWorker } from '@/lib/queue/run-worker';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let owner: pg.Client;
let worker: RunningWorker | undefined;

beforeEach(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
});
afterEach(async () => {
  await worker?.stop();
  await disconnect();
  await owner.end();
  await database.drop();
});

const WAIT = { timeout: 60_000, interval: 20 };

const addJob = () => owner.query(`select graphile_worker.add_job('cycle.ensure', '{}')`);

async function startWorker(ensureCycles: () => Promise<void>): Promise<void> {
  const handlers = { 'cycle.ensure': ensureCycles } as Partial<JobHandlers> as JobHandlers;
  worker = await runWorker(database.workerUrl, handlers, []);
}

const jobs = async () =>
  (
    await owner.query(
      `select last_error, locked_by, run_at > now() as waits from graphile_worker._private_jobs`,
    )
  ).rows;

test('a job that fails waits for its next try, and the worker goes on with others', async () => {
  let isLucky = false;
  let done = 0;
  await addJob();
  await startWorker(async () => {
    if (!isLucky) throw new Error('no luck');
    done += 1;
  });
  const failed = { last_error: 'no luck', locked_by: null, waits: true };
  await vi.waitFor(async () => expect(await jobs()).toEqual([failed]), WAIT);
  isLucky = true;
  await addJob();
  await vi.waitFor(() => expect(done).toBeGreaterThan(0), WAIT);
});

test('what a killed worker had in hand is taken up at once', async () => {
  await addJob();
  await owner.query(`update graphile_worker._private_jobs set locked_by = 'dead', locked_at = now()`);
  let isTaken = false;
  await startWorker(async () => {
    isTaken = true;
  });
  // Before it begins, and not at its look two seconds later.
  expect((await jobs()).filter(({ locked_by }) => locked_by === 'dead')).toEqual([]);
  await vi.waitFor(() => expect(isTaken).toBe(true), WAIT);
});
