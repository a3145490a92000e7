import { spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { systemActor } from '@/lib/domain/access/actor';
import { FAILPOINTS, type Failpoint } from '@/lib/failpoint';
import { advanceBillRun } from '@/lib/services/bill-runs/advance-bill-run';
import { approveBillRun } from '@/lib/services/bill-runs/approve-bill-run';
import { type BillingWorld, buildBillingWorld, NOW } from '@/lib/services/bill-runs/billing-world.fixture';
import { dumpBooks } from '@/lib/services/bill-runs/books-dump.fixture';
import { getBillRun } from '@/lib/services/bill-runs/get-bill-run';
import { issueBillRun } from '@/lib/services/bill-runs/issue-bill-run';
import { findWrongCounters } from '@/lib/services/bill-runs/run-counters.fixture';
import { startBillRun } from '@/lib/services/bill-runs/start-bill-run';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';
import { verifyBooks } from '@/scripts/verify/verify-books';

const ACCOUNTS = 11;
const PER_CHUNK = 4;
const WAIT = { timeout: 60_000 };

let database: TestDatabase;
let world: BillingWorld;
let owner: pg.Client;
let uninterrupted: Awaited<ReturnType<typeof dumpBooks>>;

const ctx = () => ({ actor: systemActor(world.operatorId), now: NOW });

async function openWorld(): Promise<void> {
  database = await createTestDatabase();
  world = await buildBillingWorld(database.ownerUrl, { accounts: ACCOUNTS, adjustments: 6 });
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  connectAs(database.workerUrl);
}

async function closeWorld(): Promise<void> {
  await disconnect();
  await owner.end();
  await database.drop();
}

beforeAll(async () => {
  await openWorld();
  const run = await startBillRun(ctx(), { cycleId: world.cycleId });
  await advanceBillRun(ctx(), run.id, { accountsPerChunk: PER_CHUNK });
  await approveBillRun(ctx(), run.id);
  await issueBillRun(ctx(), run.id, { accountsPerChunk: PER_CHUNK });
  uninterrupted = await dumpBooks(owner);
  await closeWorld();
});

/** Does one part of the run in a process of its own, to be killed where the failpoints say; answers how it ended. */
function inChild(
  part: 'advance' | 'issue',
  runId: string,
  failpoints: string,
): Promise<NodeJS.Signals | number | null> {
  const script = path.join(import.meta.dirname, 'run-in-child.fixture.ts');
  const args = [
    '--import',
    'tsx',
    script,
    part,
    database.workerUrl,
    world.operatorId,
    runId,
    String(PER_CHUNK),
  ];
  const env = { ...process.env, NODE_ENV: 'test' as const, TRIBUTARY_FAILPOINTS: failpoints };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  return new Promise((resolve) => child.on('exit', (code, signal) => resolve(signal ?? code)));
}

describe('a run that is killed again and again', () => {
  beforeEach(openWorld);
  afterEach(closeWorld);

  const of = (prefix: string) => FAILPOINTS.filter((name) => name.startsWith(prefix));
  const issueSteps: Failpoint[] = of('bill-run.issue');
  const advanceSteps = of('bill-run.').filter((name) => !issueSteps.includes(name));

  test('once at each step, leaves what an uninterrupted one leaves', async () => {
    const run = await startBillRun(ctx(), { cycleId: world.cycleId });
    for (const step of advanceSteps) expect(await inChild('advance', run.id, `${step}:1`)).toBe('SIGKILL');
    expect(await advanceBillRun(ctx(), run.id)).toBe('review');
    await approveBillRun(ctx(), run.id);
    for (const step of issueSteps) expect(await inChild('issue', run.id, `${step}:1`)).toBe('SIGKILL');
    expect(await issueBillRun(ctx(), run.id, { accountsPerChunk: PER_CHUNK })).toBe('issued');
    expect(await dumpBooks(owner)).toEqual(uninterrupted);
    const faults = (await verifyBooks(owner)).filter((finding) => finding.faults.length > 0);
    expect(faults).toEqual([]);
    expect(await findWrongCounters(owner)).toEqual([]);

    const again = await startBillRun(ctx(), { cycleId: world.cycleId });
    expect(await advanceBillRun(ctx(), again.id)).toBe('issued');
    expect((await getBillRun(ctx(), again.id)).changes).toEqual({
      created: 0,
      updated: 0,
      unchanged: ACCOUNTS,
    });
  });

  test('while its server still works for it, is waited for by a lane that then takes its accounts', async () => {
    const run = await startBillRun(ctx(), { cycleId: world.cycleId });
    expect(await inChild('advance', run.id, 'bill-run.begin.after-commit:1')).toBe('SIGKILL');
    // What a dead lane holds until its server, busy with a last statement, notices.
    await owner.query('begin');
    await owner.query('select from bill_run_account where run_id = $1 limit 3 for update', [run.id]);
    const heir = advanceBillRun(ctx(), run.id, { accountsPerChunk: PER_CHUNK });
    const others = `select from bill_run_account where state <> 'pending'`;
    await vi.waitFor(async () => expect((await owner.query(others)).rowCount).toBe(ACCOUNTS - 3), WAIT);
    await sleep(50);
    await owner.query('rollback');
    expect(await heir).toBe('review');
  });
});
