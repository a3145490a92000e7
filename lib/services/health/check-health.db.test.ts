import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { WORKER_LOCK_CLASS } from '@/lib/db/health';
import { checkHealth } from '@/lib/services/health/check-health';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.appUrl);
});

afterAll(async () => {
  await disconnect();
  await database.drop();
});

test('a worker counts for as long as its connection holds the lock, and only on this database', async () => {
  expect(await checkHealth()).toEqual({ status: 'degraded', database: true, worker: false });
  const worker = new Client({ connectionString: database.workerUrl });
  await worker.connect();
  await worker.query('select pg_advisory_lock($1, $2)', [WORKER_LOCK_CLASS, 1]);
  expect(await checkHealth()).toEqual({ status: 'ok', database: true, worker: true });
  await worker.end();
  await expect.poll(checkHealth).toMatchObject({ status: 'degraded', worker: false });

  const elsewhere = await createTestDatabase();
  const stranger = new Client({ connectionString: elsewhere.workerUrl });
  await stranger.connect();
  await stranger.query('select pg_advisory_lock($1, $2)', [WORKER_LOCK_CLASS, 1]);
  expect(await checkHealth()).toMatchObject({ worker: false });
  await stranger.end();
  await elsewhere.drop();
});
