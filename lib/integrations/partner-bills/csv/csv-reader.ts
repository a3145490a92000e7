import {
  compileCsvMapping,
  placeOf,
  type ReadCharge,
} from '@/lib/domain/billing/partner-bill/compile-csv-mapping';
import type { CellFault, CsvBillMapping } from '@/lib/domain/billing/partner-bill/csv-mapping';
import { type Decimal, formatDecimal } from '@/lib/domain/money/decimal';
import type { Period } from '@/lib/domain/period/period';
import { AppError } from '@/lib/errors';
import { CellRow, isPlain, sourceText } from '@/lib/integrations/partner-bills/csv/cell-row';
import {
  csvLayout,
  decodedRow,
  type OpenCsv,
  ownCells,
  readCsvLayout,
} from '@/lib/integrations/partner-bills/csv/open-csv';
import { LineKeys } from '@/lib/integrations/partner-bills/line-key';
import type { FileRemark, PartnerBillReader, PartnerRow } from '@/lib/integrations/partner-bills/partner-row';
import { RowNumbers } from '@/lib/integrations/partner-bills/row-numbers';

/** Reads a partner's own CSV by its mapping; any delimiter, encoding and quoting. Holds a batch of rows. */
export function csvReader(mapping: CsvBillMapping): PartnerBillReader {
  const passed = { count: 0, firstLineNo: 0 };
  return {
    columns: csvColumns(mapping),
    read: (bytes, cycle, numbers) => readCsvBill(bytes, mapping, cycle, passed, numbers),
    layout: (bytes) => readCsvLayout(bytes, mapping.csv),
    remark: () => (passed.count === 0 ? null : passedOver(passed)),
  };
}

type PassedRows = { count: number; firstLineNo: number };

function passedOver({ count, firstLineNo }: PassedRows): FileRemark {
  const rows = count === 1 ? `Row ${firstLineNo} was` : `${count} rows were`;
  const first = count === 1 ? '' : `, the first of them row ${firstLineNo}`;
  const message = `${rows} passed over as no charge${first}: empty, or left out by the mapping. Change the mapping if a charge was among them.`;
  return { code: 'rows_passed_over', message };
}

/** What the file calls the fields that validation speaks of. */
export const csvColumns = (mapping: CsvBillMapping): PartnerBillReader['columns'] => ({
  account: placeOf(mapping.account ?? mapping.payer ?? {}, 'account'),
  currency: placeOf(mapping.currency, 'currency'),
  service: placeOf(mapping.service, 'service'),
  chargeCategory: placeOf(mapping.chargeCategory ?? {}, 'charge category'),
  periodFrom: placeOf(mapping.period.kind === 'columns' ? mapping.period.from : {}, 'period'),
  lineKey: placeOf(mapping.lineId ?? {}, 'line'),
});

// Whichever comes first: a row may have a million characters.
const BATCH_ROWS = 100;
const BATCH_CHARS = 400_000;

async function* readCsvBill(
  bytes: AsyncIterable<Uint8Array>,
  mapping: CsvBillMapping,
  cycle: Period,
  passed: PassedRows,
  numbers = new RowNumbers(),
): AsyncGenerator<PartnerRow[], undefined> {
  passed.count = 0;
  for await (const file of csvLayout(bytes, mapping.csv)) {
    const read = compiled(mapping, file, cycle);
    const keys = new LineKeys();
    let isEmpty = true;
    let batch: PartnerRow[] = [];
    let batchChars = 0;
    for await (const raws of file.rows) {
      for (const raw of raws) {
        isEmpty = false;
        const row = decodedRow(raw);
        const { cells, lineNo } = ownCells(
          file,
          'fault' in row ? [raw.text.slice(0, 1000)] : row.cells,
          numbers,
        );
        const partnerRow =
          'fault' in row
            ? unreadable(file, lineNo, { text: raw.text, cells }, [row.fault], null)
            : rowOf(file, lineNo, { text: raw.text, cells }, read, keys);
        if (partnerRow === null) {
          passed.count += 1;
          if (passed.count === 1) passed.firstLineNo = lineNo;
          continue;
        }
        batch.push(partnerRow);
        batchChars += raw.text.length;
        if (batch.length < BATCH_ROWS && batchChars < BATCH_CHARS) continue;
        yield batch;
        batch = [];
        batchChars = 0;
      }
    }
    if (isEmpty) throw noRows();
    if (batch.length > 0) yield batch;
  }
}

function compiled(mapping: CsvBillMapping, { columns }: OpenCsv, cycle: Period): ReadCharge {
  const result = compileCsvMapping(mapping, columns, cycle);
  if (result.ok) return result.read;
  const issues = result.faults.map(({ code, column, message }) => ({
    code,
    path: `header.${column}`,
    message,
  }));
  const there = columns ? `It has ${columns.slice(0, 20).join(', ')}.` : 'It has no header.';
  const message = `The file does not fit the mapping: ${issues[0]!.message} ${there} Choose another mapping, or make one for it.`;
  throw new AppError('invalid', 'unknown_column', message.slice(0, 900), issues);
}

/** A row's line, or its faults; null: no charge, by the mapping. */
function rowOf(
  file: Pick<OpenCsv, 'names'>,
  lineNo: number,
  row: SentRow,
  read: ReadCharge,
  keys: LineKeys,
): CellRow | null {
  const result = read(row.cells);
  if (result === null) return null;
  if ('faults' in result) return unreadable(file, lineNo, row, result.faults, result.amount);
  const { id, accountName, account, payer, period, ...charge } = result.charge;
  const lineKey =
    id === null ? keys.ofContent(row.cells) : keys.ofId(id, [payer, account, period.from, period.to]);
  const line = { ...charge, lineNo, lineKey, externalPayer: payer, externalAccount: account, period };
  const [from, to] = [`${period.from}T00:00:00Z`, `${period.to}T00:00:00Z`];
  return new CellRow(line, sourceOf(file, row), accountName, from, to);
}

/** A row's own cells, and the whole row as it stands in the file. */
type SentRow = { text: string; cells: readonly string[] };

function unreadable(
  file: Pick<OpenCsv, 'names'>,
  lineNo: number,
  row: SentRow,
  faults: readonly CellFault[],
  amount: Decimal | null,
): CellRow {
  const atStake = amount === null ? {} : { amountAtStake: formatDecimal(amount) };
  const issues = faults.map(({ code, column, message }) => ({
    code,
    severity: 'error' as const,
    path: `lines.${lineNo}${column === '' ? '' : `.${column}`}`,
    message: `Row ${lineNo}${column === '' ? '' : `, ${column}`}: ${message}`,
    ...atStake,
  }));
  return new CellRow({ lineNo, unreadable: issues }, sourceOf(file, row), null, null, null);
}

function sourceOf({ names }: Pick<OpenCsv, 'names'>, { text, cells }: SentRow): string {
  if (isPlain(text)) return sourceText(names, cells, true);
  const shown = cells.map((cell) => cell.replaceAll('\0', '\u2400'));
  return sourceText(names, shown, false);
}

function noRows(): AppError {
  const message =
    'The file has a header and no rows. Export it again with its rows, or tell us that nothing was charged.';
  return new AppError('invalid', 'no_rows', message, [{ code: 'no_rows', path: 'file', message }]);
}
