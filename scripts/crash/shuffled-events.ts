import { setTimeout as sleep } from 'node:timers/promises';
import { Connections } from '../bench/http';
import type { CrashContext, CrashTest } from './crash-test';
import { killHard } from './ground';
import { killingAtRandom } from './random-kills';
import {
  inBatches,
  makeEvents,
  onUsageGround,
  requireUsage,
  sendUntilAnswered,
  startUsageServer,
} from './usage-ground';

const BATCH = 250;

/** Everything a collector may do wrong at once, and the processes die meanwhile. */
export function shuffledEventTests({ lab, quick }: CrashContext): CrashTest[] {
  const count = quick ? 10_000 : 100_000;
  return [
    {
      name: `${count} events, each sent one to five times, shuffled over eight connections, while processes are killed`,
      run: () =>
        onUsageGround(lab, async (ground) => {
          const events = makeEvents(count);
          const sent = shuffled(
            events.flatMap((event) => Array<typeof event>(1 + Math.floor(Math.random() * 5)).fill(event)),
          );
          const first = await startUsageServer(ground);
          const port = Number(new URL(first.url).port);
          const connections = new Connections(8);
          let server = first;
          const kills = { chunk: 3, workers: 1, most: quick ? 3 : 30 };
          let batches = 0;
          const all = inBatches(sent, BATCH);
          const send = async (batch: typeof events) => {
            batches += 1;
            if (batches === Math.floor(all.length / 3)) {
              // In the middle of seven other requests.
              await killHard(server.child);
              await sleep(200);
              server = await startUsageServer(ground, { port });
            }
            return sendUntilAnswered(connections, first.url, ground.key, batch);
          };
          try {
            await killingAtRandom(ground, kills, () => connections.each(all, send));
            await requireUsage(ground, events);
          } finally {
            connections.close();
            await killHard(server.child);
          }
        }),
    },
  ];
}

function shuffled<T>(items: T[]): T[] {
  for (let index = items.length - 1; index > 0; index -= 1) {
    const other = Math.floor(Math.random() * (index + 1));
    [items[index], items[other]] = [items[other]!, items[index]!];
  }
  return items;
}
