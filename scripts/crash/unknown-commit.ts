import { Connections } from '../bench/http';
import { digestBooks, requireEqualBooks, requireSoundBooks } from './books';
import type { CrashContext, CrashTest, Figures } from './crash-test';
import { type Cut, openCuttingProxy } from './cutting-proxy';
import { uninterrupted } from './failpoint-tests';
import { killHard, onRunGround, requireNothingLeft, runToIssued, testWorker, withWorkers } from './ground';
import {
  inBatches,
  makeEvents,
  onUsageGround,
  requireUsage,
  sendUntilAnswered,
  startUsageServer,
} from './usage-ground';

const ACCOUNTS = 40;

/** A commit whose answer is lost, and one that never arrives, look the same to who sent it. */
export function unknownCommitTests(context: CrashContext): CrashTest[] {
  return (['before', 'after'] as const).flatMap((cut) => [
    {
      name: `connection cut ${cut} COMMIT while usage is taken: every event counts once`,
      run: () => cutIngest(context, cut),
    },
    {
      name: `connection cut ${cut} COMMIT in run and issue: the books are the same`,
      run: () => cutRun(context, cut),
    },
  ]);
}

function cutIngest({ lab, quick }: CrashContext, cut: Cut): Promise<Figures> {
  return onUsageGround(lab, async (ground) => {
    const events = makeEvents(quick ? 4000 : 20_000);
    const proxy = await openCuttingProxy(ground.lab.appUrl, { cut, every: 5, most: quick ? 10 : 60 });
    const server = await startUsageServer(ground, { databaseUrl: proxy.url });
    const connections = new Connections(4);
    try {
      await connections.each(inBatches(events, 100), (batch) =>
        sendUntilAnswered(connections, () => server.url, ground.key, batch),
      );
      if (proxy.cuts() === 0) throw new Error('No commit was cut.');
      await requireUsage(ground, events);
      return { events: events.length, 'commits cut': proxy.cuts() };
    } finally {
      connections.close();
      await killHard(server.child);
      await proxy.close();
    }
  });
}

/** A worker that loses its lock's connection ends, as it should; the next one is there at once, as under a supervisor. */
async function cutRun({ lab, quick }: CrashContext, cut: Cut): Promise<Figures> {
  const expected = await uninterrupted(lab, ACCOUNTS);
  return onRunGround(lab, ACCOUNTS, async (ground) => {
    const proxy = await openCuttingProxy(ground.lab.workerUrl, { cut, every: 4, most: quick ? 6 : 25 });
    const throughProxy = { WORKER_DATABASE_URL: proxy.url };
    const worker = testWorker(ground, { chunk: 2, env: throughProxy });
    try {
      // The one behind the proxy meets the cuts; the other one is there for jobs whose retry would take long.
      await withWorkers([worker, testWorker(ground, { chunk: 2 })], async () => {
        await runToIssued(ground);
        requireEqualBooks(await digestBooks(ground.owner), expected);
        await requireSoundBooks(ground.owner);
        await requireNothingLeft(ground, ACCOUNTS);
      });
      if (proxy.cuts() === 0) throw new Error('No commit was cut.');
      return { accounts: ACCOUNTS, 'commits cut': proxy.cuts() };
    } finally {
      await proxy.close();
    }
  });
}
