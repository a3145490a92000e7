import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from '../stack/child';
import { digestBooks, requireEqualBooks, requireSoundBooks } from './books';
import type { CrashContext, CrashTest } from './crash-test';
import { uninterrupted } from './failpoint-tests';
import {
  type Ground,
  killHard,
  onRunGround,
  requireNothingLeft,
  runToIssued,
  testWorker,
  withWorkers,
} from './ground';

const ACCOUNTS = 40;

/** Workers die at any moment of runs and issues, again and again, until so many have died. */
export function randomKillTests({ lab, quick, tell }: CrashContext): CrashTest[] {
  const kills = quick ? 20 : 200;
  const name = `${kills} random kills of workers in runs and issues`;
  const run = async () => {
    const expected = await uninterrupted(lab, ACCOUNTS);
    let killed = 0;
    let runs = 0;
    while (killed < kills) {
      killed += await onRunGround(lab, ACCOUNTS, async (ground) => {
        const most = Math.min(KILLS_PER_RUN, kills - killed);
        const died = await killingAtRandom(ground, { chunk: 1, workers: 2, most }, () => runToIssued(ground));
        requireEqualBooks(await digestBooks(ground.owner), expected);
        await requireSoundBooks(ground.owner);
        await withWorkers([testWorker(ground)], () => requireNothingLeft(ground, ACCOUNTS));
        return died;
      });
      runs += 1;
      tell(`${killed} of ${kills} killed in ${runs} runs`);
    }
    return { kills: killed, runs, accounts: runs * ACCOUNTS };
  };
  return [{ name, run }];
}

const KILLS_PER_RUN = 10;
/** A worker that is up may do nothing yet, or be in the middle of its chunks. */
const LIFE_SPREAD_MS = 400;

/** Keeps so many workers while something is under way, and kills one that is up at random moments. Answers how many died. */
export async function killingAtRandom(
  ground: Ground,
  { chunk, workers, most }: { chunk: number; workers: number; most: number },
  work: () => Promise<unknown>,
): Promise<number> {
  const living: Child[] = Array.from({ length: workers }, () => testWorker(ground, { chunk }));
  let killed = 0;
  let isOver = false;
  const assassin = (async () => {
    while (!isOver && killed < most) {
      if ((await liveWorkers(ground)) === 0) {
        await sleep(10);
        continue;
      }
      await sleep(Math.random() * LIFE_SPREAD_MS);
      if (isOver) return;
      killed += 1;
      // The oldest: of two, the one that is surely up.
      await killHard(living.shift()!);
      living.push(testWorker(ground, { chunk }));
    }
  })();
  try {
    await work();
  } finally {
    isOver = true;
    await assassin;
    await Promise.all(living.map(killHard));
  }
  return killed;
}

/** By the advisory lock that each holds while it lives (lib/db/worker-lock.ts). */
async function liveWorkers({ owner }: Ground): Promise<number> {
  const { rows } = await owner.query<{ live: number }>(
    `select count(distinct l.pid)::int as live from pg_locks l
     where l.locktype = 'advisory' and l.classid = 1414678850 and l.granted
       and l.database = (select oid from pg_database where datname = current_database())`,
  );
  return rows[0]!.live;
}
