import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { guard } from '../postgres/guard';
import { noteGroup } from './orphans';

export type Command = {
  name: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Where its output goes; null: to our own terminal. */
  log: string | null;
  dataDir: string;
};

export type Child = {
  pid: number;
  exited: Promise<number>;
  stop(graceMs: number): Promise<void>;
};

/**
 * A Node process in a process group of its own: Ctrl-C in the terminal reaches only us, and we end the group, so
 * nothing it started stays behind. Dies with us, even by kill -9.
 */
export function startChild(command: Command): Child {
  const out = command.log === null ? 'inherit' : openLog(command.log);
  const child = spawn(process.execPath, command.args, {
    cwd: command.cwd,
    env: command.env,
    stdio: ['ignore', out, out],
    detached: true,
  });
  if (typeof out === 'number') closeSync(out);
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${command.name} could not be started`);
  const callOff = guard({ pid, signal: 'TERM', group: true });
  const forget = noteGroup(command.dataDir, pid);
  let ended = false;
  const exited = whenExited(child).finally(() => {
    ended = true;
    callOff();
    forget();
    signalGroup(pid, 'SIGKILL');
  });
  return {
    pid,
    exited,
    stop: async (graceMs) => {
      if (ended) return;
      signalGroup(pid, 'SIGTERM');
      const late = new AbortController();
      await Promise.race([exited, sleep(graceMs, undefined, { signal: late.signal }).catch(() => {})]);
      late.abort();
      if (!ended) signalGroup(pid, 'SIGKILL');
      await exited;
    },
  };
}

/** The end of a child's output, for a message about why it died. */
export function lastOutput(log: string | null, lines: number): string {
  if (log === null) return '';
  return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}

function whenExited(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? (signal === null ? 1 : 128)));
    child.once('error', () => resolve(1));
  });
}

function signalGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has ended.
  }
}

const LOG_BYTES_MAX = 10_000_000;

function openLog(file: string): number {
  mkdirSync(path.dirname(file), { recursive: true });
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_BYTES_MAX) truncateSync(file);
  return openSync(file, 'a', 0o640);
}
