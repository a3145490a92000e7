import type { CellFault, CsvBillMapping } from '@/lib/domain/billing/partner-bill/csv-mapping';
import { ERROR_COLUMNS } from '@/lib/domain/usage/own-columns';
import { decodeCsv } from '@/lib/integrations/partner-bills/csv/decode-csv';
import { decodeCell } from '@/lib/integrations/partner-bills/decode-cell';
import type { CsvBillLayout } from '@/lib/integrations/partner-bills/partner-row';
import type { RowNumbers } from '@/lib/integrations/partner-bills/row-numbers';
import { findCsvLayout } from '@/lib/integrations/usage-files/csv-layout';
import { ERROR_MARK, unescapeCell } from '@/lib/integrations/usage-files/escape-cell';
import type { RawRow, RawRows } from '@/lib/integrations/usage-files/raw-row';
import { splitCsv } from '@/lib/integrations/usage-files/split-csv';

/** A CSV whose header is read and whose rows follow. */
export type OpenCsv = {
  delimiter: string;
  /** From the header or the mapping; null for a file without a header. */
  columns: readonly string[] | null;
  /** One name a column, none of them empty, to keep a row's cells under. */
  names: readonly string[];
  /** As the file has it, for writing one like it. */
  header: readonly string[] | null;
  preamble: string;
  /** Of a file of rejected rows that was mended: how many cells are the partner's own; ours follow. */
  repairedWidth: number | null;
  rows: RawRows;
};

/**
 * Opens a CSV: answers one, from within a loop, so that leaving the loop closes the file. Fails as `decodeCsv` and
 * `findCsvLayout` do.
 */
export async function* csvLayout(
  bytes: AsyncIterable<Uint8Array>,
  csv: CsvBillMapping['csv'] = {},
): AsyncGenerator<OpenCsv, void> {
  const { encoding, ...dialect } = csv;
  const pieces = decodeCsv(bytes, encoding);
  try {
    const opening = await pieces.next();
    const start = opening.value ?? Buffer.alloc(0);
    const { delimiter, columns, header, startOffset, isRepair } = await findCsvLayout(start, dialect);
    yield {
      delimiter,
      columns,
      header,
      preamble: start
        .toString('utf8')
        .split('\n', dialect.skipLines ?? 0)
        .map((line) => `${line}\n`)
        .join(''),
      repairedWidth: isRepair ? header!.length : null,
      names: (columns ?? []).map((name, i) => name.replaceAll('\0', '\u2400').trim() || `column ${i + 1}`),
      rows: splitCsv(after(start.subarray(startOffset), pieces), startOffset, delimiter),
    };
  } finally {
    await pieces.return();
  }
}

async function* after(start: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield start;
  yield* rest;
}

/** How a CSV is laid out, so that rows of it can be written as they came. */
export async function readCsvLayout(
  bytes: AsyncIterable<Uint8Array>,
  csv: CsvBillMapping['csv'],
): Promise<CsvBillLayout> {
  for await (const { delimiter, header, names, preamble } of csvLayout(bytes, csv))
    return { delimiter, header, names, preamble };
  throw new Error('A CSV opens once or fails.');
}

/**
 * The partner's own cells of a row, and its number. A mended row (known by the header, or by its own mark in a file without one)
 * loses our cells and the escapes we put before what a spreadsheet might take for a formula.
 */
export function ownCells(
  { repairedWidth, columns }: Pick<OpenCsv, 'repairedWidth' | 'columns'>,
  cells: string[],
  numbers: RowNumbers,
): { cells: string[]; lineNo: number } {
  const isMarked = columns === null && cells.at(-ERROR_COLUMNS.length)?.startsWith(ERROR_MARK);
  if (repairedWidth === null && !isMarked) return { cells, lineNo: numbers.next() };
  numbers.isRepair = true;
  const ours = 1 + ERROR_COLUMNS.length;
  // One with a cell too many still has it: cut off, it would be taken as something that was not sent.
  const isTooLong = repairedWidth === null || cells.length > repairedWidth + ours;
  const own = isTooLong ? cells.slice(0, -ours) : cells.slice(0, repairedWidth);
  return { cells: own.map(unescapeCell), lineNo: numbers.next(cells[own.length]) };
}

/** A row's cells as text, or why they are none. */
export function decodedRow(raw: RawRow): { cells: string[] } | { fault: CellFault } {
  if (raw.fault) return { fault: { ...raw.fault, column: '' } };
  if (raw.text.includes('\0')) return { fault: CONTROL_CHARACTER };
  if (!BEYOND_ASCII.test(raw.text)) return { cells: raw.cells! };
  const cells = raw.cells!.map(decodeCell);
  if (!cells.includes(null)) return { cells: cells as string[] };
  const message =
    'The row is not in UTF-8, as the rows before it are. Say in the mapping that the file is Windows-1252, or save it as "CSV UTF-8".';
  return { fault: { code: 'not_utf8', column: '', message } };
}

const CONTROL_CHARACTER: CellFault = {
  code: 'control_character',
  column: '',
  message: 'The row has a NUL character. Remove it and send the file again.',
};
const BEYOND_ASCII = /[\x80-\xff]/;
