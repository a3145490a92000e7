import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { connectAs, disconnect } from '@/lib/db/client';
import { approveBillRun } from '@/lib/services/bill-runs/approve-bill-run';
import { startBillRun } from '@/lib/services/bill-runs/start-bill-run';
import { startIssue } from '@/lib/services/bill-runs/start-issue';
import { Connections } from '../bench/http';
import { prepareDatabase } from '../migrations/prepare-database';
import { type Cluster, startCluster } from '../postgres/cluster';
import { digestBooks, requireEqualBooks, requireSoundBooks } from './books';
import type { CrashContext, CrashTest, Figures } from './crash-test';
import { uninterrupted } from './failpoint-tests';
import {
  buildRunWorld,
  type Ground,
  killHard,
  type RunGround,
  requireNothingLeft,
  testWorker,
  untilCreditIsSpent,
  untilState,
} from './ground';
import {
  buildMetered,
  inBatches,
  makeEvents,
  requireUsage,
  sendUntilAnswered,
  startUsageServer,
  type UsageGround,
} from './usage-ground';

const ACCOUNTS = 40;

type StopSignal = 'SIGQUIT' | 'SIGKILL';

/** The server is stopped at once, by its own immediate shutdown or by -9, in the middle of a run, of an issue and of ingest. */
export function databaseStopTests(context: CrashContext): CrashTest[] {
  const signals = {
    SIGQUIT: 'an immediate stop of the database',
    SIGKILL: 'the database killed by -9',
  } as const;
  return [
    ...(['SIGQUIT', 'SIGKILL'] as const).map((signal) => ({
      name: `${signals[signal]} in the middle of a run and again of its issue`,
      run: () => stopTwice(context, signal),
    })),
    {
      name: 'the database stopped at once and killed by -9 while usage is taken: every event counts once',
      run: () => stopWhileTaking(context),
    },
  ];
}

async function stopTwice(context: CrashContext, signal: StopSignal): Promise<Figures> {
  const expected = await uninterrupted(context.lab, ACCOUNTS);
  const server = await openServer(context);
  try {
    const ground: RunGround = Object.assign(server.ground, await buildRunWorld(server.ground.lab, ACCOUNTS));
    const endSupervision = superviseWorker(ground);
    try {
      const { id } = await startBillRun(ground.ctx, { cycleId: ground.cycleId });
      await untilDone(ground, id, 'pending', ACCOUNTS / 3);
      await server.crash(signal);
      await untilState(ground, id, ['review']);
      await approveBillRun(ground.ctx, id);
      await startIssue(ground.ctx, id);
      await untilDone(ground, id, 'done', ACCOUNTS / 3);
      await server.crash(signal);
      await untilState(ground, id, ['issued']);
      await untilCreditIsSpent(ground);
      requireEqualBooks(await digestBooks(ground.owner), expected);
      await requireSoundBooks(ground.owner);
      await requireNothingLeft(ground, ACCOUNTS);
      return { stops: 2, accounts: ACCOUNTS };
    } finally {
      await endSupervision();
    }
  } finally {
    await server.close();
  }
}

/** The process that takes usage outlives both stops. */
async function stopWhileTaking(context: CrashContext): Promise<Figures> {
  const server = await openServer(context);
  const connections = new Connections(8);
  try {
    const ground: UsageGround = Object.assign(server.ground, await buildMetered());
    const taker = await startUsageServer(ground);
    const events = makeEvents(context.quick ? 6000 : 30_000);
    const batches = inBatches(events, 100);
    const stops: StopSignal[] = ['SIGQUIT', 'SIGKILL'];
    let answered = 0;
    let stopping: Promise<void> = Promise.resolve();
    await connections.each(batches, async (batch) => {
      const answer = await sendUntilAnswered(connections, () => taker.url, ground.key, batch);
      answered += 1;
      if (answered === Math.floor(batches.length / 4) || answered === Math.floor(batches.length / 2)) {
        stopping = stopping.then(() => server.crash(stops.shift()!));
      }
      return answer;
    });
    await stopping;
    await requireUsage(ground, events);
    await killHard(taker.child);
    return { stops: 2, events: events.length };
  } finally {
    connections.close();
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

/** A server on a folder that outlives it, and this process connected to it. */
async function openServer({ lab }: CrashContext) {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'tributary-crash-'));
  lab.closers.add(() => rmSync(dataDir, { recursive: true, force: true }));
  let cluster: Cluster = await startCluster({ dataDir });
  lab.closers.add(() => cluster.stop());
  const urls = await prepareDatabase(cluster.url, { dataDir });
  const ground: Ground = { lab: { ...lab, ...urls, cluster }, owner: await open(urls.ownerUrl) };
  await disconnect();
  connectAs(urls.appUrl);
  return {
    ground,
    crash: async (signal: StopSignal) => {
      process.kill(cluster.pid, signal);
      await cluster.exited;
      await disconnect();
      await ground.owner.end().catch(() => {});
      cluster = await startAgain(dataDir);
      connectAs(urls.appUrl);
      ground.owner = await open(urls.ownerUrl);
    },
    close: async () => {
      await disconnect();
      await ground.owner.end().catch(() => {});
      await cluster.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A worker as a supervisor keeps it: started again whenever it ends. What is answered ends both. */
function superviseWorker(ground: Ground): () => Promise<void> {
  let isOver = false;
  let worker = testWorker(ground, { chunk: 1 });
  const supervisor = (async () => {
    while (!isOver) {
      await worker.exited;
      if (!isOver) worker = testWorker(ground, { chunk: 1 });
    }
  })();
  return async () => {
    isOver = true;
    await killHard(worker);
    await supervisor;
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
