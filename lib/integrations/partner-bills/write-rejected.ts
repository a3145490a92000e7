import { ERROR_COLUMNS, ERROR_ROW } from '@/lib/domain/usage/own-columns';
import type { CsvBillLayout } from '@/lib/integrations/partner-bills/partner-row';
import { ERROR_MARK, escapeCell } from '@/lib/integrations/usage-files/escape-cell';

/** A row that was rejected: its number, its cells or leaves as they were read, the finding, and what to do about it. */
export type RejectedRow = {
  lineNo: number;
  source: Readonly<Record<string, string>>;
  code: string;
  message: string;
};

export type RejectedWriter = {
  mediaType: string;
  extension: 'csv' | 'ndjson';
  before: string;
  row(row: RejectedRow): string;
};

/**
 * Writes rejected rows in the form they came in, each with its number, finding and remedy after its own cells, to be mended and sent
 * again: a CSV with its own header and delimiter, applied rates as one object per line. An invoice is corrected as a whole by another
 * invoice: of one there is a list of its lines.
 */
export function rejectedWriter(format: string, layout: CsvBillLayout): RejectedWriter {
  if (format === 'tmf678') return JSON_LINES;
  if (format === 'ubl') return listOfLines();
  const { delimiter, header, names, preamble } = layout;
  const line = (cells: readonly string[]) =>
    `${cells.map((cell) => quoted(cell, delimiter)).join(delimiter)}\r\n`;
  const width = (source: RejectedRow['source']) =>
    Object.keys(source).reduce((most, name) => Math.max(most, placeOf(name, names) + 1), names.length);
  return {
    ...CSV,
    before: `${BYTE_ORDER_MARK}${preamble}${header ? line([...header, ERROR_ROW, ...ERROR_COLUMNS]) : ''}`,
    row: ({ lineNo, source, code, message }) => {
      const cells = new Array<string>(width(source)).fill('');
      for (const [name, cell] of Object.entries(source)) cells[placeOf(name, names)] = escapeCell(cell);
      return line([...cells, String(lineNo), header ? code : `${ERROR_MARK}${code}`, message]);
    },
  };
}

/** Says that a file is UTF-8, to spreadsheets and to the mapping that expects another encoding. */
const BYTE_ORDER_MARK = '\ufeff';
const CSV = { mediaType: 'text/csv; charset=utf-8', extension: 'csv' } as const;

/** Where a cell belongs: a column by its name, or one beyond the named ones by its number. */
function placeOf(name: string, names: readonly string[]): number {
  const index = names.indexOf(name);
  return index === -1 ? Number(/^column (\d+)$/.exec(name)?.[1] ?? names.length + 1) - 1 : index;
}

const quoted = (cell: string, delimiter: string): string =>
  cell.includes(delimiter) || /["\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

const JSON_LINES: RejectedWriter = {
  mediaType: 'application/x-ndjson',
  extension: 'ndjson',
  before: '',
  row: ({ lineNo, source, code, message }) => {
    const errors = { [ERROR_ROW]: lineNo, [ERROR_COLUMNS[0]]: code, [ERROR_COLUMNS[1]]: message };
    return `${JSON.stringify({ ...objectOf(source), ...errors })}\n`;
  },
};

type Tree = Map<string, Tree | string>;

/** The object whose leaves these are; every leaf is text, which the reader takes for numbers too. */
function objectOf(leaves: Readonly<Record<string, string>>): object {
  const root: Tree = new Map();
  for (const [path, text] of Object.entries(leaves)) {
    const steps = path.split('.');
    const last = steps.pop()!;
    let at = root;
    for (const step of steps) {
      const next = at.get(step);
      const branch: Tree = next instanceof Map ? next : new Map();
      if (branch !== next) at.set(step, branch);
      at = branch;
    }
    at.set(last, text);
  }
  return plain(root) as object;
}

/** Steps that are 0, 1, 2, … are places in a list. */
function plain(tree: Tree | string): unknown {
  if (typeof tree === 'string') return tree;
  const children = [...tree].map(([step, child]) => [step, plain(child)] as const);
  const isList = children.length > 0 && children.every(([step], i) => step === String(i));
  return isList ? children.map(([, child]) => child) : Object.fromEntries(children);
}

function listOfLines(): RejectedWriter {
  const line = (cells: readonly string[]) =>
    `${cells.map((cell) => quoted(escapeCell(cell), ',')).join(',')}\r\n`;
  return {
    ...CSV,
    before: `${BYTE_ORDER_MARK}${line(['line_id', 'row', 'finding', 'remedy'])}`,
    row: ({ lineNo, source, code, message }) => line([source.ID ?? '', String(lineNo), code, message]),
  };
}
