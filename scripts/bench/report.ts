import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { ROOT } from '../scratch/processes';
import type { Row } from './row';

export type Report = Surroundings & { rows: Row[] };

/** Where and of what something was measured. */
type Surroundings = {
  machine: { cpus: number; model: string; memoryGb: number; platform: string; node: string };
  /** Of one, five and fifteen minutes, before it began. */
  load: number[];
  commit: string | null;
};

export const newReport = (): Report => ({ ...surroundings(), rows: [] });

export function surroundings(): Surroundings {
  const cpus = os.cpus();
  return {
    machine: {
      cpus: cpus.length,
      model: cpus[0]?.model.trim() ?? 'unknown',
      memoryGb: Math.round(os.totalmem() / 2 ** 30),
      platform: `${os.platform()} ${os.arch()}`,
      node: process.versions.node,
    },
    load: os.loadavg().map((value) => Number(value.toFixed(2))),
    commit: currentCommit(),
  };
}

export function writeReport(file: string, report: Report): void {
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
}

/** One line a row, as it comes. */
export function printRow(row: Row): void {
  const mark = row.met === null ? '–' : row.met ? '✓' : '✗';
  const value = row.value === null ? 'not measured' : `${row.value} ${row.unit}`;
  const judged = row.judged || row.value === null ? '' : ' (not judged)';
  console.log(
    `${mark} ${row.id.padEnd(19)} ${value.padEnd(22)} ${row.must.padEnd(18)}${judged}\n    ${row.note}`,
  );
}

function currentCommit(): string | null {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null; // A copy without its history.
  }
}
