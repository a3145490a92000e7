/**
 * A named place where a crash test may kill this process as a power cut would. `TRIBUTARY_FAILPOINTS` is a comma-separated
 * list of `name:n`, killing at the n-th pass; it is read with NODE_ENV=test only, and costs one comparison otherwise.
 * Example: `bill-run.chunk.before-commit:3` dies in the third chunk, with its rows written and not committed.
 */
export function failpoint(name: Failpoint): void {
  if (armed === null) return;
  const left = armed.get(name);
  if (left === undefined) return;
  armed.set(name, left - 1);
  if (left === 1) process.kill(process.pid, 'SIGKILL');
}

export const FAILPOINTS = [
  'bill-run.begin.before-commit',
  'bill-run.begin.after-commit',
  'bill-run.chunk.taken',
  'bill-run.chunk.before-commit',
  'bill-run.chunk.after-commit',
  'bill-run.complete.before-commit',
  'bill-run.complete.after-commit',
  'bill-run.issue.numbered',
  'bill-run.issue.before-commit',
  'bill-run.issue.after-commit',
  'bill-run.issue.finished',
  'usage.ingest.before-commit',
  'usage.ingest.after-commit',
  'suspense.recycle.before-commit',
  'suspense.recycle.after-commit',
  'usage-file.batch.before-commit',
  'usage-file.batch.after-commit',
  'partner-bill-import.rows',
  'partner-bill-import.before-commit',
  'cohort.issue.before-commit',
  'cohort.issue.after-commit',
  'cohort.issue.finished',
  'bank-file.chunk.before-commit',
  'bank-file.chunk.after-commit',
  'settlement-run.begin.before-commit',
  'settlement-run.begin.after-commit',
  'settlement-run.chunk.taken',
  'settlement-run.chunk.before-commit',
  'settlement-run.chunk.after-commit',
  'settlement-run.complete.before-commit',
  'settlement-run.complete.after-commit',
  'settlement-run.approve.booked',
  'settlement-run.approve.before-commit',
  'settlement-run.approve.after-commit',
  'settlement-run.finish.before-commit',
] as const;

export type Failpoint = (typeof FAILPOINTS)[number];

const armed = process.env.NODE_ENV === 'test' ? parse(process.env.TRIBUTARY_FAILPOINTS) : null;

function parse(text: string | undefined): Map<string, number> | null {
  if (!text) return null;
  return new Map(
    text.split(',').map((entry) => {
      const [name = '', nth = '1'] = entry.split(':');
      if (!FAILPOINTS.some((known) => known === name)) throw new Error(`There is no failpoint "${name}"`);
      return [name, Number(nth)];
    }),
  );
}
