import { spawn } from 'node:child_process';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import type { Actor } from '@/lib/domain/access/actor';
import { FAILPOINTS } from '@/lib/failpoint';
import { worldId } from '@/lib/services/bill-runs/billing-world.fixture';
import { buildIssuedWorld, type IssuedWorld } from '@/lib/services/receivables/issued-world.fixture';
import { advanceSettlementRun } from '@/lib/services/settlement-runs/advance-settlement-run';
import { approveSettlementRun } from '@/lib/services/settlement-runs/approve-settlement-run';
import { dumpSettled } from '@/lib/services/settlement-runs/settled-books.fixture';
import { startSettlementRun } from '@/lib/services/settlement-runs/start-settlement-run';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

const NOW = '2026-05-05T08:00:00.000Z';
const THROUGH = '2026-04-30';

let database: TestDatabase;
let owner: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  connectAs(database.workerUrl);
});

afterAll(async () => {
  await owner.end();
  await disconnect();
  await database.drop();
});

async function openWorld(name: string): Promise<IssuedWorld> {
  const world = await buildIssuedWorld(database.ownerUrl, { name, accounts: 6, partnerLines: 2 });
  await owner.query(
    `update agreement set payout_fee_minor = 10, reserve_ppm = 30000, reserve_days = 10, self_billing_consent = true
     where partner_id = $1`,
    [worldId(`${name}:party:skymesh`)],
  );
  return world;
}

const person = (world: IssuedWorld, id: string) => ({
  actor: { ...world.ctx.actor, kind: 'user', id, name: id } satisfies Actor,
  now: NOW,
});
const machinery = (world: IssuedWorld) => ({ ...world.ctx, now: NOW });

/** Goes on with the run in a process of its own, to be killed at the failpoint; answers how it ended. */
function inChild(
  world: IssuedWorld,
  runId: string,
  failpoints: string,
): Promise<NodeJS.Signals | number | null> {
  const script = path.join(import.meta.dirname, 'settle-in-child.fixture.ts');
  const args = ['--import', 'tsx', script, database.workerUrl, world.operatorId, runId, NOW, '1'];
  const env = { ...process.env, NODE_ENV: 'test' as const, TRIBUTARY_FAILPOINTS: failpoints };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  return new Promise((resolve) => child.on('exit', (code, signal) => resolve(signal ?? code)));
}

test('a settlement run killed once at each step leaves what an uninterrupted one leaves', async () => {
  const whole = await openWorld('whole');
  const { id } = await startSettlementRun(person(whole, 'ewa'), { through: THROUGH });
  await advanceSettlementRun(machinery(whole), id);
  await approveSettlementRun(person(whole, 'marek'), id);
  expect(await advanceSettlementRun(machinery(whole), id)).toBe('done');

  const killed = await openWorld('killed');
  const run = await startSettlementRun(person(killed, 'ewa'), { through: THROUGH });
  // After a commit comes the next step's beginning; `npm run crash` dies there as well.
  const steps = FAILPOINTS.filter((name) => /^settlement-run\..*(?<!taken|after-commit)$/.test(name));
  const ofApproval = steps.filter((name) => /approve|finish/.test(name));
  for (const step of steps) {
    if (ofApproval.includes(step)) continue;
    expect([step, await inChild(killed, run.id, `${step}:1`)]).toEqual([step, 'SIGKILL']);
  }
  expect(await advanceSettlementRun(machinery(killed), run.id)).toBe('review');
  await approveSettlementRun(person(killed, 'marek'), run.id);
  for (const step of ofApproval) {
    expect([step, await inChild(killed, run.id, `${step}:1`)]).toEqual([step, 'SIGKILL']);
  }
  expect(await advanceSettlementRun(machinery(killed), run.id)).toBe('done');
  expect(await dumpSettled(owner, killed.operatorId)).toEqual(await dumpSettled(owner, whole.operatorId));
});
