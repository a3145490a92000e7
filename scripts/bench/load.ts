import { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';

/** Processor time in the kernel's ticks since some beginning; only differences say something. */
export type Ticks = { total: number; busy: number; stolen: number; ours: number };

/** What else the machine did in a window, as shares of all its processor time. */
export type Load = { others: number; stolen: number };

/** Beyond this share of the machine in other hands, a figure says little about us. */
export const OTHERS_MAX = 0.1;

export const isQuiet = ({ others, stolen }: Load): boolean => others + stolen <= OTHERS_MAX;

/** Begins a window; the function it answers ends it. */
export function watchLoad(): () => Load {
  const before = readTicks();
  return () => loadBetween(before, readTicks());
}

export function loadBetween(before: Ticks, after: Ticks): Load {
  const total = after.total - before.total;
  if (total <= 0) return { others: 0, stolen: 0 };
  const others = after.busy - before.busy - (after.ours - before.ours);
  return { others: Math.max(0, others) / total, stolen: (after.stolen - before.stolen) / total };
}

export function readTicks(): Ticks {
  return process.platform === 'linux' ? linuxTicks() : portableTicks();
}

/** `cpu user nice system idle iowait irq softirq steal …` (proc(5)); guest time is part of user already. */
export function parseCpuLine(line: string): Omit<Ticks, 'ours'> {
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = line
    .trim()
    .split(/\s+/)
    .slice(1)
    .map(Number);
  const busy = user + nice + system + irq + softirq;
  return { total: busy + idle + iowait + steal, busy, stolen: steal };
}

function linuxTicks(): Ticks {
  const cpu = parseCpuLine(readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '');
  return { ...cpu, ours: ticksOfFamily() };
}

/** Where there is no /proc, only the sum is known: our own share is what this process used. */
function portableTicks(): Ticks {
  const cpus = os.cpus().map(({ times }) => times);
  const sum = (pick: (times: (typeof cpus)[number]) => number) =>
    cpus.reduce((all, times) => all + pick(times), 0);
  const busy = sum(({ user, nice, sys, irq }) => user + nice + sys + irq);
  return { total: busy + sum(({ idle }) => idle), busy, stolen: 0, ours: busy };
}

/** Our process and everything it started, with the time of those that have ended (which their parents inherit). */
function ticksOfFamily(): number {
  const parents = new Map<number, { parent: number; ticks: number }>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const fields = statFields(Number(name));
    if (fields === null) continue;
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    parents.set(Number(name), { parent: Number(fields[1]), ticks });
  }
  let sum = 0;
  for (const [pid, { ticks }] of parents) if (isOurs(pid, parents)) sum += ticks;
  return sum;
}

function isOurs(pid: number, parents: ReadonlyMap<number, { parent: number }>): boolean {
  for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at)?.parent) {
    if (at === process.pid) return true;
  }
  return false;
}

/** /proc/<pid>/stat from its third field on. */
export function statFields(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}
