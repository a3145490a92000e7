import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { systemActor } from '@/lib/domain/access/actor';
import { advanceBillRun } from '@/lib/services/bill-runs/advance-bill-run';
import { approveBillRun } from '@/lib/services/bill-runs/approve-bill-run';
import { type BillingWorld, buildBillingWorld, NOW } from '@/lib/services/bill-runs/billing-world.fixture';
import { getBillRun } from '@/lib/services/bill-runs/get-bill-run';
import { issueBillRun } from '@/lib/services/bill-runs/issue-bill-run';
import { startBillRun } from '@/lib/services/bill-runs/start-bill-run';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let world: BillingWorld;
let owner: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await buildBillingWorld(database.ownerUrl, { accounts: 12 });
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  connectAs(database.workerUrl);
});

afterAll(async () => {
  await disconnect();
  await owner.end();
  await database.drop();
});

test('a run bills every account, and running it again proposes nothing', async () => {
  const ctx = { actor: systemActor(world.operatorId), now: NOW };
  const run = await startBillRun(ctx, { cycleId: world.cycleId });
  expect(await advanceBillRun(ctx, run.id, { accountsPerChunk: 5 })).toBe('review');
  const reviewed = await getBillRun(ctx, run.id);
  expect(reviewed.changes).toEqual({ created: 12, updated: 0, unchanged: 0 });
  await approveBillRun(ctx, run.id);
  expect(await issueBillRun(ctx, run.id, { accountsPerChunk: 5 })).toBe('issued');
});
