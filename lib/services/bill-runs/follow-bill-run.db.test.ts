import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { systemActor } from '@/lib/domain/access/actor';
import { advanceBillRun } from '@/lib/services/bill-runs/advance-bill-run';
import { type BillingWorld, buildBillingWorld, NOW } from '@/lib/services/bill-runs/billing-world.fixture';
import { followBillRun } from '@/lib/services/bill-runs/follow-bill-run';
import { startBillRun } from '@/lib/services/bill-runs/start-bill-run';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let world: BillingWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await buildBillingWorld(database.ownerUrl, { accounts: 4 });
  connectAs(database.appUrl);
});

afterAll(async () => {
  await disconnect();
  await database.drop();
});

const ctx = () => ({ actor: systemActor(world.operatorId), now: NOW });

test('a follower hears of each move until it stops listening', async () => {
  const { id } = await startBillRun(ctx(), { cycleId: world.cycleId });
  const stop = new AbortController();
  const phases: string[] = [];
  let advancing: Promise<unknown> | undefined;
  for await (const run of followBillRun(ctx(), id, stop.signal)) {
    if (run) phases.push(run.phase);
    advancing ??= advanceBillRun(ctx(), id, { accountsPerChunk: 1 });
    if (run?.phase === 'review') stop.abort();
  }
  await advancing;
  expect(phases[0]).toBe('queued');
  expect(phases.at(-1)).toBe('review');
});

test('a run that is not there is not found, rather than waited for', async () => {
  const following = followBillRun(ctx(), world.cycleId, new AbortController().signal);
  await expect(following.next()).rejects.toMatchObject({ code: 'not_found' });
});
