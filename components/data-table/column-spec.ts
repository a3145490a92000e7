import type { Tone } from '@/components/ui/tone';

export type MoneyCell = { amount: string; currency: string };

/** A cell's value by kind of column; null leaves the cell empty. All plain data, so that a server page can give it. */
export type CellByKind = {
  text: string | { text: string; secondary: string };
  code: string;
  money: MoneyCell;
  'exact-money': MoneyCell;
  quantity: string | { value: string; unit: string };
  number: string;
  /** A ratio: "0.23" is 23 %. */
  percent: string;
  /** Civil date, 'YYYY-MM-DD'. */
  date: string;
  instant: { at: string; timeZone: string };
  /** Half-open. */
  period: { from: string; to: string };
  /** `id` is what a filter's options name, where the label is not. */
  state: { tone: Tone; label: string; id?: string };
  link: { href: string; label: string };
};

export type CellKind = keyof CellByKind;
export type Cell = CellByKind[CellKind] | null | undefined;

export type ColumnSpec = {
  id: string;
  header: string;
  kind: CellKind;
  sortable?: boolean;
  /** Off until someone turns it on. */
  hidden?: boolean;
  /** False for what the list makes no sense without; the first column never hides. */
  canHide?: boolean;
  width?: string;
};

/** `href` makes the first column a link and the row clickable. */
export type DataRow = { id: string; href?: string } & { [columnId: string]: Cell };

export type FilterSpec = {
  id: string;
  label: string;
  options: readonly { id: string; label: string }[];
  /** Several at once; default true. */
  multiple?: boolean;
};

const endAligned: ReadonlySet<CellKind> = new Set(['money', 'exact-money', 'quantity', 'number', 'percent']);

/** Figures stand at the end, on their decimal point. */
export function alignmentOf(kind: CellKind): 'start' | 'end' {
  return endAligned.has(kind) ? 'end' : 'start';
}

/** Figures and dates are first wanted largest and latest first. */
export function startsDescending(kind: CellKind): boolean {
  return endAligned.has(kind) || kind === 'date' || kind === 'instant' || kind === 'period';
}
