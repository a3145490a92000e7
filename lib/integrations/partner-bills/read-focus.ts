import { AppError } from '@/lib/errors';
import { readFocusHeader } from '@/lib/integrations/partner-bills/focus-columns';
import { readFocusRow } from '@/lib/integrations/partner-bills/focus-row';
import { LineKeys } from '@/lib/integrations/partner-bills/line-key';
import type { PartnerBillReader, PartnerRow } from '@/lib/integrations/partner-bills/partner-row';
import { readCsv } from '@/lib/integrations/partner-bills/read-csv';
import { sniffCsv } from '@/lib/integrations/partner-bills/sniff-csv';

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
  read: readFocus,
};

async function* readFocus(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<PartnerRow[], undefined> {
  const rows = readCsv(sniffCsv(bytes));
  const first = await rows.next();
  // Blank lines alone pass for text.
  const header = readFocusHeader(first.done ? [] : first.value);
  const keys = new LineKeys();
  let lineNo = 0;
  let batch: PartnerRow[] = [];
  let batchChars = 0;
  for await (const cells of rows) {
    lineNo += 1;
    batch.push(readFocusRow(header, cells, lineNo, keys));
    for (const cell of cells) batchChars += cell.length;
    if (batch.length < BATCH_ROWS && batchChars < BATCH_CHARS) continue;
    yield batch;
    batch = [];
    batchChars = 0;
  }
  if (lineNo === 0) throw headerOnly();
  if (batch.length > 0) yield batch;
}

// Whichever comes first: a row may have a million characters.
const BATCH_ROWS = 1000;
const BATCH_CHARS = 4_000_000;

function headerOnly(): AppError {
  const message =
    'The file has a header and no rows. Export it again with its rows, or tell us that nothing was charged.';
  return new AppError('invalid', 'no_rows', message, [{ code: 'no_rows', path: 'file', message }]);
}
