import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { AppError } from '@/lib/errors';

/** A CSV file's rows, header first, each cell's bytes as one character each (see decode-cell). Empty rows are skipped.
 * Fails: `broken_quotes`, `row_too_long`, both naming the row, because from there on no cell is sure. */
export async function* readCsv(bytes: AsyncIterable<Buffer>): AsyncGenerator<string[], void> {
  const parser = parse({
    encoding: 'latin1',
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW_BYTES,
  });
  // A failing source ends the loop below with its own error; leaving the loop early closes the source.
  pipeline(Readable.from(bytes), parser, () => {});
  try {
    for await (const row of parser) yield row as string[];
  } catch (error) {
    throw error instanceof CsvError ? refusalOf(error, parser.info.records) : error;
  }
}

// Ten times the longest rows seen (tags and resource names of cloud bills); a file of one endless line stops here.
const MAX_ROW_BYTES = 1_000_000;

function refusalOf(error: CsvError, rowsRead: number): AppError {
  // The header is a record too, so the records read are the number of the data row that failed.
  const row = rowsRead;
  const where = row === 0 ? 'the header' : `row ${row}`;
  const fault = FAULTS[error.code] ?? FAULTS.INVALID!;
  const message = `${fault.problem} in ${where}. ${fault.remedy} Nothing was imported.`;
  const path = row === 0 ? 'header' : `lines.${row}`;
  return new AppError('invalid', fault.code, message, [{ code: fault.code, path, message }]);
}

const QUOTES = 'Put quotes around the whole cell and double those inside it, then send the file again.';
const FAULTS: Partial<Record<string, { code: string; problem: string; remedy: string }>> = {
  CSV_QUOTE_NOT_CLOSED: {
    code: 'broken_quotes',
    problem: 'A quote is opened and never closed',
    remedy: QUOTES,
  },
  CSV_INVALID_CLOSING_QUOTE: {
    code: 'broken_quotes',
    problem: 'Text follows a closing quote',
    remedy: QUOTES,
  },
  INVALID_OPENING_QUOTE: {
    code: 'broken_quotes',
    problem: 'There is a quote inside an unquoted cell',
    remedy: QUOTES,
  },
  CSV_MAX_RECORD_SIZE: {
    code: 'row_too_long',
    problem: 'There are more than 1,000,000 bytes',
    remedy: 'Send each charge as a line of its own.',
  },
  INVALID: { code: 'broken_csv', problem: 'The CSV cannot be read', remedy: 'Export the file again.' },
};
