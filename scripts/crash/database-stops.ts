import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { connectAs, disconnect } from '@/lib/db/client';
import { systemActor } from '@/lib/domain/access/actor';
import { approveBillRun } from '@/lib/services/bill-runs/approve-bill-run';
import { buildBillingWorld, NOW } from '@/lib/services/bill-runs/billing-world.fixture';
import { startBillRun } from '@/lib/services/bill-runs/start-bill-run';
import { startIssue } from '@/lib/services/bill-runs/start-issue';
import { prepareDatabase } from '../migrations/prepare-database';
import { type Cluster, startCluster } from '../postgres/cluster';
import { digestBooks, requireEqualBooks, requireSoundBooks } from './books';
import type { CrashContext, CrashTest, Figures } from './crash-test';
import { uninterrupted } from './failpoint-tests';
import { killHard, type RunGround, requireNothingLeft, testWorker, untilState } from './ground';

const ACCOUNTS = 40;

/** The server is stopped at once, by its own immediate shutdown or by -9, in the middle of a run or of an issue. */
export function databaseStopTests(context: CrashContext): CrashTest[] {
  const signals = {
    SIGQUIT: 'an immediate stop of the database',
    SIGKILL: 'the database killed by -9',
  } as const;
  return (['SIGQUIT', 'SIGKILL'] as const).map((signal) => ({
    name: `${signals[signal]} in the middle of a run and again of its issue`,
    run: () => stopTwice(context, signal),
  }));
}

async function stopTwice(context: CrashContext, signal: 'SIGQUIT' | 'SIGKILL'): Promise<Figures> {
  const expected = await uninterrupted(context.lab, ACCOUNTS);
  const server = await openServer(context);
  try {
    const ground = await server.ground();
    const { id } = await startBillRun(ground.ctx, { cycleId: ground.cycleId });
    await untilDone(ground, id, 'pending', ACCOUNTS / 3);
    await server.crash(signal);
    await untilState(ground, id, ['review']);
    await approveBillRun(ground.ctx, id);
    await startIssue(ground.ctx, id);
    await untilDone(ground, id, 'done', ACCOUNTS / 3);
    await server.crash(signal);
    await untilState(ground, id, ['issued']);
    requireEqualBooks(await digestBooks(ground.owner), expected);
    await requireSoundBooks(ground.owner);
    await requireNothingLeft(ground, ACCOUNTS);
    return { stops: 2, accounts: ACCOUNTS };
  } finally {
    await server.close();
  }
}

/** Until at least so many accounts are out of a state. */
async function untilDone({ owner }: RunGround, runId: string, state: string, count: number): Promise<void> {
  for (let left = 0; left < 60_000; left += 5) {
    const { rows } = await owner.query<{ done: number }>(
      'select count(*) filter (where state <> $2)::int as done from bill_run_account where run_id = $1',
      [runId, state],
    );
    if (rows[0]!.done >= count && rows[0]!.done < ACCOUNTS) return;
    if (rows[0]!.done >= ACCOUNTS)
      throw new Error('The stage was over before the database could be stopped.');
    await sleep(5);
  }
  throw new Error('The stage did not get under way within a minute.');
}

/** A server on a folder that outlives it, with a worker as a supervisor keeps it: started again whenever it ends. */
async function openServer({ lab }: CrashContext) {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'tributary-crash-'));
  lab.closers.add(() => rmSync(dataDir, { recursive: true, force: true }));
  let cluster: Cluster = await startCluster({ dataDir });
  lab.closers.add(() => cluster.stop());
  const urls = await prepareDatabase(cluster.url, { dataDir });
  const world = await buildBillingWorld(urls.ownerUrl, { accounts: ACCOUNTS });
  const ctx = { actor: systemActor(world.operatorId), now: NOW };
  const here = { ...lab, ...urls, cluster };
  const ground: RunGround = {
    lab: here,
    owner: await open(urls.ownerUrl),
    world,
    ctx,
    cycleId: world.cycleId,
  };
  await disconnect();
  connectAs(urls.appUrl);
  let isOver = false;
  let worker = testWorker(ground, { chunk: 1 });
  const supervisor = (async () => {
    while (!isOver) {
      await worker.exited;
      if (!isOver) worker = testWorker(ground, { chunk: 1 });
    }
  })();
  return {
    ground: async () => ground,
    crash: async (signal: 'SIGQUIT' | 'SIGKILL') => {
      process.kill(cluster.pid, signal);
      await cluster.exited;
      await disconnect();
      await ground.owner.end().catch(() => {});
      cluster = await startAgain(dataDir);
      connectAs(urls.appUrl);
      ground.owner = await open(urls.ownerUrl);
    },
    close: async () => {
      isOver = true;
      await killHard(worker);
      await supervisor;
      await disconnect();
      await ground.owner.end().catch(() => {});
      await cluster.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function open(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** After a kill by -9 the server's children need a moment to notice; until then the folder is theirs. */
async function startAgain(dataDir: string): Promise<Cluster> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startCluster({ dataDir });
    } catch (error) {
      if (attempt === 20) throw error;
      await sleep(250);
    }
  }
}
