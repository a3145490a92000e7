import type { Load } from './load';
import { isQuiet } from './load';

/** One figure of the table in the README, under a name that stays. */
export type Row = {
  id: RowId;
  value: number | null;
  unit: string;
  must: string;
  /** Null when nothing was measured. */
  met: boolean | null;
  /** False when other work kept the machine busy: the figure then says little, either way. */
  judged: boolean;
  note: string;
};

export type RowId = keyof typeof GOALS;

type Goal = { unit: string; must: string; isMet: (value: number) => boolean };

const atMost = (limit: number, unit: string): Goal => ({
  unit,
  must: `≤ ${limit}`,
  isMet: (value) => value <= limit,
});
const atLeast = (limit: number, unit: string): Goal => ({
  unit,
  must: `≥ ${limit}`,
  isMet: (value) => value >= limit,
});

export const GOALS = {
  'bill-run.floor': atMost(1.2, '× floor'),
  'bill-run.workers': atLeast(1.6, '× one worker'),
  'bill-run.naive': atLeast(50, '× naive'),
  'ingest.floor': atLeast(0.6, '× floor'),
  'ingest-rated.floor': atLeast(0.4, '× floor'),
  'file.copy': atLeast(0.4, '× COPY'),
  'file.memory': atMost(60, 'MB more'),
  'partner-bill.copy': atLeast(0.4, '× COPY'),
  'event.p99': atMost(2, '× floor'),
  'event.visible': atMost(1, 's'),
  'growth.exponent': atMost(1.1, 'exponent'),
  'memory.rss': { ...atMost(256, 'MB'), must: '≤ 256, +10 %' },
  rerun: { ...atMost(0.1, '× first run'), must: '≤ 0.1, 0 new rows' },
  'pages.growth': atMost(1.2, '× small'),
  'settlement.floor': atMost(1.5, '× floor'),
  'payout-page.growth': atMost(1.2, '× small'),
  oracle: atMost(0, 'differences'),
} as const satisfies Record<string, Goal>;

export const ROW_IDS = Object.keys(GOALS) as RowId[];

export type Measured = { value: number; note: string; alsoMet?: boolean };

export function measuredRow(id: RowId, { value, note, alsoMet = true }: Measured, load: Load): Row {
  const { unit, must, isMet } = GOALS[id];
  const rounded = Number(value.toPrecision(4));
  return { id, value: rounded, unit, must, met: isMet(value) && alsoMet, ...judgement(load, note) };
}

/** A figure that could not be taken is shown with the reason, not left out. */
export function missingRow(id: RowId, note: string): Row {
  const { unit, must } = GOALS[id];
  return { id, value: null, unit, must, met: null, judged: false, note };
}

function judgement(load: Load, note: string): { judged: boolean; note: string } {
  if (isQuiet(load)) return { judged: true, note };
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const busy = `other work had ${percent(load.others)} of the processors, the host ${percent(load.stolen)}`;
  return { judged: false, note: `${note}; ${busy}` };
}
