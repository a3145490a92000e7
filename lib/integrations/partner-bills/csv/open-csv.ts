import type { CellFault, CsvBillMapping } from '@/lib/domain/billing/partner-bill/csv-mapping';
import { decodeCsv } from '@/lib/integrations/partner-bills/csv/decode-csv';
import { decodeCell } from '@/lib/integrations/partner-bills/decode-cell';
import { findCsvLayout } from '@/lib/integrations/usage-files/csv-layout';
import type { RawRow, RawRows } from '@/lib/integrations/usage-files/raw-row';
import { splitCsv } from '@/lib/integrations/usage-files/split-csv';

/** A CSV whose header is read and whose rows follow. */
export type OpenCsv = {
  delimiter: string;
  /** From the header or the mapping; null for a file without a header. */
  columns: readonly string[] | null;
  /** One name a column, none of them empty, to keep a row's cells under. */
  names: readonly string[];
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
    const { delimiter, columns, startOffset } = await findCsvLayout(start, dialect);
    yield {
      delimiter,
      columns,
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
