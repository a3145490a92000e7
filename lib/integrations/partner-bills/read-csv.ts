import { AppError } from '@/lib/errors';
import type { RawFault } from '@/lib/integrations/usage-files/raw-row';
import { splitCsv } from '@/lib/integrations/usage-files/split-csv';

/**
 * A CSV file's rows, header first, each cell's bytes as one character each (see decode-cell). Empty rows are skipped.
 * Fails: `broken_quotes`, `row_too_long`, both naming the row, because from there on no cell is sure.
 */
export async function* readCsv(bytes: AsyncIterable<Buffer>): AsyncGenerator<CsvRow[], void> {
  let rowsRead = 0;
  for await (const rows of splitCsv(bytes, 0, ',', { quotes: 'whole_cells' })) {
    const broken = rows.findIndex(({ fault, text }) => fault !== null || text.length > MAX_ROW_CHARS);
    if (broken !== 0) yield (broken === -1 ? rows : rows.slice(0, broken)) as CsvRow[];
    if (broken !== -1) throw refusalOf(rows[broken]!.fault, rowsRead + broken);
    rowsRead += rows.length;
  }
}

export type CsvRow = { text: string; cells: string[] };

// Ten times the longest rows seen (tags and resource names of cloud bills); a file of one endless line stops here.
const MAX_ROW_CHARS = 1_000_000;

/** The header is a row too, so the rows before are the number of the data row that is broken. */
function refusalOf(fault: RawFault | null, row: number): AppError {
  const where = row === 0 ? 'the header' : `row ${row}`;
  const path = row === 0 ? 'header' : `lines.${row}`;
  if (fault === null || fault.code === 'row_too_long') {
    const message = `There are more than 1,000,000 bytes in ${where}. Send each charge as a line of its own. Nothing was imported.`;
    return new AppError('invalid', 'row_too_long', message, [{ code: 'row_too_long', path, message }]);
  }
  const problem = fault.message.slice(0, fault.message.indexOf('.'));
  const message = `${problem} in ${where}. Put quotes around the whole cell and double those inside it, then send the file again. Nothing was imported.`;
  return new AppError('invalid', fault.code, message, [{ code: fault.code, path, message }]);
}
