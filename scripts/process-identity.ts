import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Names one process for as long as it lives: pid and start time, so that a pid used again by another process
 * is told apart from the one that was written down. Null when no such process is alive.
 */
export function processIdentity(pid: number): string | null {
  if (!isAlive(pid)) return null;
  const startedAt = process.platform === 'linux' ? linuxStartTicks(pid) : ps(pid, 'lstart=');
  return startedAt === null ? null : `${pid} ${startedAt}`;
}

/** The command line of a live process, empty when it cannot be read. */
export function processCommand(pid: number): string {
  if (process.platform !== 'linux') return ps(pid, 'command=') ?? '';
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}

/** True while the process exists, also when it belongs to somebody else (EPERM). A zombie counts as dead. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return process.platform !== 'linux' || !isZombie(pid);
}

function isZombie(pid: number): boolean {
  return linuxStat(pid)?.[0] === 'Z';
}

function linuxStartTicks(pid: number): string | null {
  return linuxStat(pid)?.[19] ?? null;
}

/** /proc/<pid>/stat from its third field on; the second, the name, may itself hold blanks and brackets. */
function linuxStat(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

function ps(pid: number, column: string): string | null {
  try {
    return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}
