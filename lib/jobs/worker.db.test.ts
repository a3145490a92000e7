import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { systemActor } from '@/lib/domain/access/actor';
import { advanceBillRun } from '@/lib/services/bill-runs/advance-bill-run';
import { approveBillRun } from '@/lib/services/bill-runs/approve-bill-run';
import { type BillingWorld, buildBillingWorld, NOW } from '@/lib/services/bill-runs/billing-world.fixture';
import { dumpBooks } from '@/lib/services/bill-runs/books-dump.fixture';
import { getBillRun } from '@/lib/services/bill-runs/get-bill-run';
import { issueBillRun } from '@/lib/services/bill-runs/issue-bill-run';
import { startBillRun } from '@/lib/services/bill-runs/start-bill-run';
import { startIssue } from '@/lib/services/bill-runs/start-issue';
import { prepareDatabase } from '@/scripts/migrations/prepare-database';
import { startCluster } from '@/scripts/postgres/cluster';
import { createTestDatabase } from '@/scripts/test/scratch-database';

const ACCOUNTS = 40;
const workers: ChildProcess[] = [];
const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const worker of workers.splice(0)) worker.kill('SIGKILL');
  await disconnect();
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A real worker process, as the stack starts it, with chunks small enough to be interrupted between. */
function startWorker(workerUrl: string, env: Record<string, string> = {}): ChildProcess {
  const worker = spawn(process.execPath, ['--import', 'tsx', path.join(import.meta.dirname, 'worker.ts')], {
    env: {
      ...process.env,
      VITEST: '',
      LOG_LEVEL: 'fatal',
      NODE_ENV: 'test',
      WORKER_DATABASE_URL: workerUrl,
      BILL_RUN_CHUNK_ACCOUNTS: '3',
      TRIBUTARY_SUPERVISED: '1',
      ...env,
    },
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  workers.push(worker);
  return worker;
}

const ended = (worker: ChildProcess): Promise<NodeJS.Signals | number | null> =>
  worker.exitCode !== null || worker.signalCode !== null
    ? Promise.resolve(worker.signalCode ?? worker.exitCode)
    : new Promise((resolve) => worker.once('exit', (code, signal) => resolve(signal ?? code)));

let expected: Awaited<ReturnType<typeof dumpBooks>>;

beforeAll(async () => {
  expected = await uninterrupted();
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const contextOf = (world: BillingWorld) => ({ actor: systemActor(world.operatorId), now: NOW });

async function untilPhase(world: BillingWorld, runId: string, phase: string): Promise<void> {
  const until = Date.now() + 100_000;
  while (Date.now() < until) {
    const run = await getBillRun(contextOf(world), runId).catch(() => null);
    if (run?.phase === phase) return;
    if (run?.phase === 'failed') throw new Error(`The run failed: ${run.failure}`);
    await sleep(100);
  }
  throw new Error(`The run did not come to ${phase}`);
}

async function openWorld(urls: {
  ownerUrl: string;
  workerUrl: string;
}): Promise<{ world: BillingWorld; owner: pg.Client }> {
  const world = await buildBillingWorld(urls.ownerUrl, { accounts: ACCOUNTS });
  const owner = new pg.Client({ connectionString: urls.ownerUrl });
  owner.on('error', () => {});
  await owner.connect();
  cleanups.push(() => owner.end().catch(() => {}));
  connectAs(urls.workerUrl);
  return { world, owner };
}

async function openScratchWorld() {
  const database = await createTestDatabase();
  cleanups.push(database.drop);
  return { ...(await openWorld(database)), ...database };
}

/** The books of the same world, done in one go by one lane. */
async function uninterrupted(): Promise<Awaited<ReturnType<typeof dumpBooks>>> {
  const { world, owner } = await openScratchWorld();
  const ctx = contextOf(world);
  const run = await startBillRun(ctx, { cycleId: world.cycleId });
  await advanceBillRun(ctx, run.id);
  await approveBillRun(ctx, run.id);
  await issueBillRun(ctx, run.id);
  const books = await dumpBooks(owner);
  await disconnect();
  return books;
}

test('a worker killed by -9 in the middle of a run and of an issue changes nothing', async () => {
  const { world, owner, workerUrl } = await openScratchWorld();
  const ctx = contextOf(world);
  const killedInRun = startWorker(workerUrl, { TRIBUTARY_FAILPOINTS: 'bill-run.chunk.before-commit:5' });
  const run = await startBillRun(ctx, { cycleId: world.cycleId });
  expect(await ended(killedInRun)).toBe('SIGKILL');

  const killedInIssue = startWorker(workerUrl, { TRIBUTARY_FAILPOINTS: 'bill-run.issue.before-commit:3' });
  await untilPhase(world, run.id, 'review');
  await approveBillRun(ctx, run.id);
  await startIssue(ctx, run.id);
  expect(await ended(killedInIssue)).toBe('SIGKILL');

  const last = startWorker(workerUrl);
  await untilPhase(world, run.id, 'issued');
  expect(await dumpBooks(owner)).toEqual(expected);

  last.kill('SIGTERM');
  expect(await ended(last)).toBe(0);
});

test('two workers share a run, and asking eight times at once starts one', async () => {
  const { world, owner, workerUrl } = await openScratchWorld();
  const ctx = contextOf(world);
  const asked = await Promise.allSettled(
    Array.from({ length: 8 }, () => startBillRun(ctx, { cycleId: world.cycleId })),
  );
  const started = asked.filter((answer) => answer.status === 'fulfilled');
  const refused = asked.filter((answer) => answer.status === 'rejected');
  expect(started).toHaveLength(1);
  expect(refused.map(({ reason }) => (reason as { code: string }).code)).toEqual(
    Array(7).fill('run_in_progress'),
  );

  const run = started[0]!.value;
  startWorker(workerUrl);
  startWorker(workerUrl);
  await untilPhase(world, run.id, 'review');
  await approveBillRun(ctx, run.id);
  await startIssue(ctx, run.id);
  await untilPhase(world, run.id, 'issued');
  expect(await dumpBooks(owner)).toEqual(expected);
});

test('a stopped worker finishes its chunk and leaves the rest to the next', async () => {
  const { world, workerUrl } = await openScratchWorld();
  const ctx = contextOf(world);
  const run = await startBillRun(ctx, { cycleId: world.cycleId });
  const first = startWorker(workerUrl, { BILL_RUN_CHUNK_ACCOUNTS: '1' });
  while ((await getBillRun(ctx, run.id)).accounts.done === 0) await sleep(5);
  first.stdin!.end();
  expect(await ended(first)).toBe(0);

  startWorker(workerUrl);
  await untilPhase(world, run.id, 'review');
  expect((await getBillRun(ctx, run.id)).changes.created).toBe(ACCOUNTS);
});

test('a database that stops at once in the middle of a run: the run resumes by itself', {
  timeout: 180_000,
}, async () => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'tributary-crash-'));
  cleanups.push(async () => rmSync(dataDir, { recursive: true, force: true }));
  const cluster = await startCluster({ dataDir });
  const urls = await prepareDatabase(cluster.url, { dataDir });
  const { world } = await openWorld(urls);
  const run = await startBillRun(contextOf(world), { cycleId: world.cycleId });
  const worker = startWorker(urls.workerUrl, { BILL_RUN_CHUNK_ACCOUNTS: '1' });
  while ((await getBillRun(contextOf(world), run.id)).accounts.done < 5) await sleep(5);
  process.kill(cluster.pid, 'SIGQUIT');
  await cluster.exited;
  expect(await ended(worker)).toBe(1);
  await disconnect();

  const supervised = startWorker(urls.workerUrl);
  await sleep(500);
  const recovered = await startCluster({ dataDir });
  cleanups.push(recovered.stop);
  connectAs(urls.workerUrl);
  await untilPhase(world, run.id, 'review');
  await approveBillRun(contextOf(world), run.id);
  await startIssue(contextOf(world), run.id);
  await untilPhase(world, run.id, 'issued');
  const owner = new pg.Client({ connectionString: urls.ownerUrl });
  await owner.connect();
  expect(await dumpBooks(owner)).toEqual(expected);
  await owner.end();
  supervised.kill('SIGTERM');
  expect(await ended(supervised)).toBe(0);
});
