import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, processCommand } from '../process-identity';
import { Sentence } from '../sentence';

/** The live server of a data folder, by the pid file it keeps there; null when none runs. */
export function livePostmaster(pgData: string): { pid: number; port: number } | null {
  const lines = readPidFile(pgData);
  if (lines === null) return null;
  const pid = Number(lines[0]);
  if (!isAlive(pid) || !servesFolder(pid, pgData)) return null;
  return { pid, port: Number(lines[3]) };
}

/**
 * Makes the folder free to start on. A server left by a run that was killed is stopped (its clients get a fast
 * shutdown); a pid file whose process is gone, or is another program by now, is removed.
 */
export async function stopLeftover(pgData: string, notice: (line: string) => void): Promise<void> {
  const live = livePostmaster(pgData);
  if (live !== null) {
    notice(`Stopping the PostgreSQL (process ${live.pid}) an earlier run left behind.`);
    await stopPostmaster(live.pid);
  }
  if (readPidFile(pgData) !== null) rmSync(path.join(pgData, 'postmaster.pid'), { force: true });
}

/** Fast shutdown, then immediate: both lose no committed transaction. */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const [signal, waitMs] of [
    ['SIGINT', 20_000],
    ['SIGQUIT', 10_000],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
      throw new Sentence(
        `PostgreSQL (process ${pid}) belongs to another user: stop it, or use another TRIBUTARY_DATA_DIR.`,
      );
    }
    const until = Date.now() + waitMs;
    while (Date.now() < until) {
      if (!isAlive(pid)) return;
      await sleep(25);
    }
  }
  throw new Sentence(`PostgreSQL (process ${pid}) does not stop.`);
}

function readPidFile(pgData: string): string[] | null {
  try {
    return readFileSync(path.join(pgData, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return null;
  }
}

/** After a reboot the pid may belong to anything; ours has the folder in its command line. */
function servesFolder(pid: number, pgData: string): boolean {
  const command = processCommand(pid);
  return command.includes('postgres') && command.includes(pgData);
}
