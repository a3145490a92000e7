import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CronItem,
  Logger,
  parseCronItems,
  type Runner,
  run,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker';
import { connectAs, disconnect } from '@/lib/db/client';
import { isConnectionLoss } from '@/lib/db/connection-loss';
import { freeJobsOfDeadWorkers, WorkerLock } from '@/lib/db/worker-lock';
import { log } from '@/lib/log';
import { type JobName, type JobPayload, jobs } from '@/lib/queue/jobs';

/** What to do for a job. `signal` aborts when the worker is asked to stop: put the rest back at the next whole step. */
export type JobHandlers = {
  [Name in JobName]: (payload: JobPayload<Name>, signal: AbortSignal) => Promise<void>;
};

export type RunningWorker = {
  /** Resolves when the worker has ended, for whatever reason; rejects when the database was lost. */
  ended: Promise<void>;
  stop(): Promise<void>;
};

/** Jobs that one process works on at a time: beside a long one there is room for the small ones. */
const CONCURRENT_JOBS = 2;
/** One at a time in a process: its job has all the lanes that a process gives to a run. */
const ONE_AT_A_TIME: ReadonlySet<JobName> = new Set(['bill-run.advance']);
const POLL_INTERVAL_MS = 1_000;
const FREE_DEAD_INTERVAL_MS = 2_000;

/**
 * Takes jobs until stopped. While it lives it holds its advisory lock. When it begins, and every two seconds, it frees the jobs
 * of workers that do not, so that who follows a killed worker goes on at once. When the database goes away it ends: who started it
 * starts it again.
 */
export async function runWorker(
  databaseUrl: string,
  handlers: JobHandlers,
  schedule: readonly CronItem[],
): Promise<RunningWorker> {
  connectAs(databaseUrl);
  let lost!: (error: Error) => void;
  const whenLost = new Promise<never>((_, reject) => {
    lost = reject;
  });
  const lock = await whenDatabaseAnswers(() => WorkerLock.open(lost));
  const stopping = new AbortController();
  const events: WorkerEvents = new EventEmitter();
  let held!: Promise<void>;
  events.on('pool:create', ({ workerPool }) => {
    held = lock.hold(workerPool.id);
    held.catch(lost);
  });
  const turns = new Turns(ONE_AT_A_TIME);
  await freeDead();
  const runner = await run({
    // Connections of its own, with pg's own types: it writes job ids into JSON, where ours would be bigint.
    connectionString: databaseUrl,
    maxPoolSize: CONCURRENT_JOBS + 2,
    taskList: taskList(handlers, stopping.signal, turns),
    // Asked before every job: none is taken before this worker counts as alive.
    forbiddenFlags: () => held.then(() => turns.underWay()),
    parsedCronItems: parseCronItems([...schedule]),
    concurrency: CONCURRENT_JOBS,
    pollInterval: POLL_INTERVAL_MS,
    noHandleSignals: true,
    events,
    logger: graphileLogger(),
  });
  const freeing = setInterval(() => void freeDead(), FREE_DEAD_INTERVAL_MS);
  return {
    ended: Promise.race([runner.promise, whenLost]).finally(() => clearInterval(freeing)),
    stop: () => {
      stopping.abort();
      return stop(runner, lock, freeing);
    },
  };
}

const WAIT_FIRST_MS = 100;
const WAIT_LAST_MS = 5_000;

/** A worker may be there before its database, or while that recovers from a crash. */
async function whenDatabaseAnswers<T>(open: () => Promise<T>): Promise<T> {
  for (let waitMs = WAIT_FIRST_MS; ; waitMs = Math.min(waitMs * 2, WAIT_LAST_MS)) {
    try {
      return await open();
    } catch (error) {
      if (!isConnectionLoss(error)) throw error;
      log.warn({ error: (error as Error).message }, 'the database does not answer yet');
      await sleep(waitMs);
    }
  }
}

async function stop(runner: Runner, lock: WorkerLock, freeing: NodeJS.Timeout): Promise<void> {
  clearInterval(freeing);
  await runner.stop();
  await lock.release();
  await disconnect();
}

async function freeDead(): Promise<void> {
  try {
    const count = await freeJobsOfDeadWorkers();
    if (count > 0) log.warn({ count }, 'freed the jobs of workers that died');
  } catch (error) {
    // The lock's own connection tells when the database is gone; this look is made again in two seconds.
    log.debug({ error: String(error) }, 'could not look for dead workers');
  }
}

function taskList(handlers: JobHandlers, signal: AbortSignal, turns: Turns): TaskList {
  const names = Object.keys(jobs) as JobName[];
  return Object.fromEntries(
    names.map((name) => [
      name,
      (payload) => {
        const handler = handlers[name] as (payload: unknown, signal: AbortSignal) => Promise<void>;
        return turns.take(name, () => handler(jobs[name].parse(payload), signal));
      },
    ]),
  );
}

/** Jobs of some names one after the other. While one is under way no other of its name is fetched; two fetched at once take turns. */
class Turns {
  readonly #last = new Map<JobName, Promise<void>>();

  constructor(readonly names: ReadonlySet<JobName>) {}

  underWay(): string[] {
    return [...this.#last.keys()];
  }

  async take(name: JobName, work: () => Promise<void>): Promise<void> {
    if (!this.names.has(name)) return work();
    const mine = (this.#last.get(name) ?? Promise.resolve()).catch(() => {}).then(work);
    this.#last.set(name, mine);
    try {
      await mine;
    } finally {
      if (this.#last.get(name) === mine) this.#last.delete(name);
    }
  }
}

const graphileLogger = () =>
  new Logger(() => (level, message) => {
    if (level === 'error') log.error(message);
    else if (level === 'warning') log.warn(message);
    else log.debug(message);
  });
