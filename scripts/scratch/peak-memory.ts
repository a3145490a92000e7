import { readFileSync } from 'node:fs';

/** VmHWM: the most memory the process ever had in use, in MB. */
export function peakMbOf(pid: number | undefined): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (kilobytes === undefined) throw new Error('This system does not tell the peak memory of a process.');
  return Number(kilobytes) / 1024;
}
