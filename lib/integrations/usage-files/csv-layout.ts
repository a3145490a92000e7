import type { CsvDialect } from '@/lib/domain/usage/mapping';
import { ERROR_COLUMNS, ERROR_ROW } from '@/lib/domain/usage/own-columns';
import { AppError } from '@/lib/errors';
import { decodeCell } from '@/lib/integrations/partner-bills/decode-cell';
import { withoutMark } from '@/lib/integrations/usage-files/sniff-usage-file';
import { splitCsv } from '@/lib/integrations/usage-files/split-csv';

/** How a CSV file is laid out, found from its first bytes: enough to read a row of it, and to write one like it. */
export type CsvLayout = {
  delimiter: string;
  /** The names of the columns, from the header or the mapping, without error columns; null when they have none. */
  columns: string[] | null;
  /** The header as the file has it, without error columns; null when it has none. */
  header: string[] | null;
  /** Where the first data row begins, in bytes. */
  startOffset: number;
  /** The file is an error file of ours, sent again: its last columns are not read, and its cells are unescaped. */
  isRepair: boolean;
};

/** Fails: `broken_header`, `duplicate_column`. */
export async function findCsvLayout(opening: Buffer, dialect: CsvDialect = {}): Promise<CsvLayout> {
  const { skipLines = 0, header = true, columns: named } = dialect;
  const markLength = opening.length - withoutMark(opening).length;
  const from = afterLines(opening, markLength, skipLines);
  const delimiter = dialect.delimiter ?? mostFrequent(firstLine(opening.subarray(from)));
  if (!header)
    return {
      delimiter,
      columns: named?.slice() ?? null,
      header: null,
      startOffset: from,
      isRepair: false,
    };
  const first = await firstRow(opening.subarray(from), delimiter);
  if (!first?.cells || first.fault) {
    throw headerFault(
      'broken_header',
      'The header cannot be read. Check its quotes, or say how many lines to skip.',
    );
  }
  const columns = first.cells.map((cell) => decodeCell(cell)?.trim() ?? cell);
  const twice = columns.find((column, index) => column !== '' && columns.indexOf(column) !== index);
  if (twice !== undefined) {
    throw headerFault(
      'duplicate_column',
      `Two columns are named "${twice.slice(0, 100)}". Give each a name of its own.`,
    );
  }
  const isRepair = ERROR_COLUMNS.every((name, index) => columns.at(index - ERROR_COLUMNS.length) === name);
  const marks = !isRepair
    ? 0
    : ERROR_COLUMNS.length + (columns.at(-1 - ERROR_COLUMNS.length) === ERROR_ROW ? 1 : 0);
  const own = columns.slice(0, columns.length - marks);
  const names = named ? own.map((column, index) => named[index] ?? column) : own;
  return { delimiter, columns: names, header: own, startOffset: from + first.endOffset, isRepair };
}

/** The delimiter that a line has most of, outside quotes; a comma when it has none. */
export function mostFrequent(line: string): string {
  const bare = line.replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => bare.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))]!;
}

const DELIMITERS = [',', ';', '\t', '|'];

async function firstRow(opening: Buffer, delimiter: string) {
  // Without the line end the opening may lack, its only line would look unfinished.
  for await (const rows of splitCsv(only(opening), 0, delimiter)) if (rows[0]) return rows[0];
  return null;
}

async function* only(bytes: Buffer) {
  yield bytes;
}

function afterLines(opening: Buffer, from: number, count: number): number {
  let at = from;
  for (let line = 0; line < count; line += 1) {
    const end = opening.indexOf('\n', at);
    if (end === -1) return opening.length;
    at = end + 1;
  }
  return at;
}

const firstLine = (bytes: Buffer): string =>
  bytes
    .subarray(0, 64 * 1024)
    .toString('latin1')
    .trimStart()
    .split('\n', 1)[0]!;

const headerFault = (code: string, message: string) =>
  new AppError('invalid', code, message, [{ code, path: 'header', message }]);
