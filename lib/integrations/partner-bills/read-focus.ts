import { ERROR_COLUMNS, ERROR_ROW } from '@/lib/domain/usage/own-columns';
import { AppError } from '@/lib/errors';
import { showableCell } from '@/lib/integrations/partner-bills/decode-cell';
import { type FocusHeader, readFocusHeader } from '@/lib/integrations/partner-bills/focus-columns';
import { readFocusRow } from '@/lib/integrations/partner-bills/focus-row';
import { LineKeys } from '@/lib/integrations/partner-bills/line-key';
import type {
  CsvBillLayout,
  PartnerBillReader,
  PartnerRow,
} from '@/lib/integrations/partner-bills/partner-row';
import { type CsvRow, readCsv } from '@/lib/integrations/partner-bills/read-csv';
import { RowNumbers } from '@/lib/integrations/partner-bills/row-numbers';
import { sniffCsv } from '@/lib/integrations/partner-bills/sniff-csv';
import { unescapeCell } from '@/lib/integrations/usage-files/escape-cell';

/**
 * FOCUS 1.0 to 1.2 cost and usage as CSV (focus.finops.org/focus-specification); later versions only added columns. The amount of a row is its BilledCost:
 * what is invoiced, after all discounts, with commitments where they were bought; EffectiveCost spreads the same money
 * over other rows and is not read.
 */
export const focusReader: PartnerBillReader = {
  columns: {
    account: 'SubAccountId',
    currency: 'BillingCurrency',
    service: 'ServiceName',
    chargeCategory: 'ChargeCategory',
    periodFrom: 'ChargePeriodStart',
    lineKey: 'Id',
  },
  read: (bytes, _cycle, numbers) => readFocus(bytes, numbers),
  layout: focusLayout,
};

async function focusLayout(bytes: AsyncIterable<Uint8Array>): Promise<CsvBillLayout> {
  for await (const [first] of readCsv(sniffCsv(bytes))) {
    const { cells } = first!;
    const own = cells.slice(0, isRepair(cells) ? -OURS.length : undefined);
    return {
      delimiter: ',',
      header: own.map(showableCell),
      names: readFocusHeader(own).names,
      preamble: '',
    };
  }
  throw headerOnly();
}

/** What a file of rejected rows has after the columns of the file they came from. */
const OURS = [ERROR_ROW, ...ERROR_COLUMNS];

const isRepair = (header: readonly string[]): boolean =>
  OURS.every((name, i) => header.at(i - OURS.length)?.trim() === name);

/** A row whose cells are too few or too many is told so. */
const mended = ({ text, cells }: CsvRow): CsvRow => ({
  text,
  cells: cells.slice(0, -OURS.length).map(unescapeCell),
});

async function* readFocus(
  bytes: AsyncIterable<Uint8Array>,
  numbers = new RowNumbers(),
): AsyncGenerator<PartnerRow[], undefined> {
  let header: FocusHeader | null = null;
  const keys = new LineKeys();
  let isEmpty = true;
  let batch: PartnerRow[] = [];
  let batchChars = 0;
  for await (const rows of readCsv(sniffCsv(bytes))) {
    for (const row of rows) {
      if (header === null) {
        numbers.isRepair = isRepair(row.cells);
        header = readFocusHeader(numbers.isRepair ? row.cells.slice(0, -OURS.length) : row.cells);
        continue;
      }
      isEmpty = false;
      // A mended row's number stands in the first of our columns.
      const was = numbers.isRepair ? row.cells.at(-OURS.length) : null;
      batch.push(readFocusRow(header, numbers.isRepair ? mended(row) : row, numbers.next(was), keys));
      batchChars += row.text.length;
      if (batch.length < BATCH_ROWS && batchChars < BATCH_CHARS) continue;
      yield batch;
      batch = [];
      batchChars = 0;
    }
  }
  // Blank lines alone pass for text.
  if (header === null) readFocusHeader([]);
  if (isEmpty) throw headerOnly();
  if (batch.length > 0) yield batch;
}

// Whichever comes first: a row may have a million characters. A millisecond's work, so that others have their turn between two.
const BATCH_ROWS = 100;
const BATCH_CHARS = 400_000;

function headerOnly(): AppError {
  const message =
    'The file has a header and no rows. Export it again with its rows, or tell us that nothing was charged.';
  return new AppError('invalid', 'no_rows', message, [{ code: 'no_rows', path: 'file', message }]);
}
