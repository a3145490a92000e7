import { setTimeout as sleep } from 'node:timers/promises';
import { type Child, type Command, lastOutput, startChild } from './child';

export type Supervised = { stop: () => Promise<void>; starts: () => number };

const DELAY_FIRST_MS = 500;
const DELAY_LAST_MS = 30_000;
/** A process that lived this long had no trouble starting: the next delay begins small again. */
const STEADY_MS = 60_000;

/** Keeps a process running: when it dies it is started again, after a delay that doubles while it keeps dying. */
export function supervise(command: Command, graceMs: number): Supervised {
  const stopping = new AbortController();
  let child: Child | undefined;
  let starts = 0;

  const loop = (async () => {
    let delayMs = DELAY_FIRST_MS;
    while (!stopping.signal.aborted) {
      const since = Date.now();
      starts += 1;
      child = startChild(command);
      const code = await child.exited;
      if (stopping.signal.aborted) return;
      if (Date.now() - since > STEADY_MS) delayMs = DELAY_FIRST_MS;
      console.error(`The ${command.name} ended (${code}); starting it again in ${delayMs / 1000} s.`);
      if (starts <= 3) console.error(lastOutput(command.log, 6));
      await sleep(delayMs, undefined, { signal: stopping.signal }).catch(() => {});
      delayMs = Math.min(delayMs * 2, DELAY_LAST_MS);
    }
  })();

  return {
    starts: () => starts,
    stop: async () => {
      stopping.abort();
      await child?.stop(graceMs);
      await loop;
    },
  };
}
