import { hash } from 'node:crypto';
import { columnFinder } from '@/lib/domain/usage/find-column';
import type { UsageMapping } from '@/lib/domain/usage/mapping';
import { compileMapping, type FieldValue, type RowShape } from '@/lib/domain/usage/normalise';
import { ERROR_COLUMNS, ownColumnsMapping } from '@/lib/domain/usage/own-columns';
import { AppError } from '@/lib/errors';
import { decodeCell } from '@/lib/integrations/partner-bills/decode-cell';
import type { CsvLayout } from '@/lib/integrations/usage-files/csv-layout';
import { ERROR_MARK, unescapeCell } from '@/lib/integrations/usage-files/escape-cell';
import type { RawRow } from '@/lib/integrations/usage-files/raw-row';
import { asCloudEvent, type RowReader } from '@/lib/integrations/usage-files/row-reader';

/**
 * How rows of a CSV of this layout become events, by its mapping or by our own names of columns.
 * Fails: `mapping_required`, `unknown_column`, each with one issue per column.
 */
export function csvRows(layout: CsvLayout, mapping: UsageMapping | null): RowReader {
  const compiled = compileMapping(mapping ?? ownMapping(layout), shapeOf(layout));
  if (!compiled.ok) throw unknownColumns(compiled.faults, layout);
  const { normalise, places } = compiled;
  const cellCount = layout.columns?.length ?? null;
  return {
    read: (row) => {
      if (row.fault) return { fault: { ...row.fault, path: '' } };
      const given = decoded(row);
      if (given === null) return { fault: NOT_UTF8 };
      const cells = withoutErrors(given, layout);
      if (
        cellCount !== null &&
        cells.length > cellCount &&
        cells.slice(cellCount).some((cell) => cell !== '')
      ) {
        return { fault: tooManyCells(cells.length, cellCount) };
      }
      const event = normalise(cells);
      if (event === null) return null;
      return 'code' in event ? { fault: event } : { event: asCloudEvent(event) };
    },
    place: places,
  };
}

const NOT_UTF8 = {
  code: 'not_utf8',
  path: '',
  message: 'The row is not in UTF-8. Save the file as UTF-8 and send the row again.',
};

const tooManyCells = (count: number, expected: number) => ({
  code: 'too_many_cells',
  path: '',
  message: `The row has ${count} cells and the header ${expected}. Put quotes around a cell that holds the delimiter.`,
});

function ownMapping(layout: CsvLayout): UsageMapping {
  const own = ownColumnsMapping(layout.columns ?? []);
  if (!Array.isArray(own)) return own;
  const names = own.map(({ message }) => /"(.*)"/.exec(message)![1]).join(', ');
  const message = `The file has no column ${names}. Choose a mapping that says which columns these are, or make one.`;
  throw new AppError('invalid', 'mapping_required', message, own);
}

function unknownColumns(
  faults: readonly { path: string; message: string }[],
  { columns }: CsvLayout,
): AppError {
  const issues = faults.map(({ path, message }) => ({ code: 'unknown_column', path, message }));
  const there = columns ? `It has ${columns.slice(0, 20).join(', ')}.` : 'It has no header.';
  const message = `The file does not fit the mapping: ${faults[0]!.message} ${there}`;
  return new AppError('invalid', 'unknown_column', message.slice(0, 900), issues);
}

function decoded(row: RawRow): string[] | null {
  const cells = row.cells!;
  if (!BEYOND_ASCII.test(row.text)) return cells;
  const read = cells.map(decodeCell);
  return read.includes(null) ? null : (read as string[]);
}

/** A repaired row of an error file without its two last cells and their escapes; any other row as it is. */
function withoutErrors(cells: string[], { isRepair, header, columns }: CsvLayout): string[] {
  const hasMark = header === null && cells.at(-ERROR_COLUMNS.length)?.startsWith(ERROR_MARK);
  if (isRepair) {
    // One with a cell too many still has it: cut off, it would be taken as something that was not sent.
    const isTooLong = cells.length > columns!.length + ERROR_COLUMNS.length;
    return cells.slice(0, isTooLong ? -ERROR_COLUMNS.length : columns!.length).map(unescapeCell);
  }
  return hasMark ? cells.slice(0, -ERROR_COLUMNS.length).map(unescapeCell) : cells;
}

const BEYOND_ASCII = /[\x80-\xff]/;

function shapeOf({ columns }: CsvLayout): RowShape<string[]> {
  const find = columnFinder(columns);
  return {
    field(name) {
      const index = find(name);
      return index === null ? null : (cells): FieldValue => cells[index] ?? null;
    },
    digest: (cells) => hash('sha256', cells.join('\x1f'), 'hex').slice(0, 32),
  };
}
