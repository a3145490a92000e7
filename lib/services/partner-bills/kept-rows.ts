import { type KeptLineRow, lastLineNo, readKeptLines } from '@/lib/db/rejected-lines';
import type { Sql } from '@/lib/db/tenant';
import { decimal } from '@/lib/domain/money/decimal';
import { invalid } from '@/lib/errors';
import { chargePeriodOf } from '@/lib/integrations/partner-bills/charge-period';
import type { PartnerRow, ReadStatement } from '@/lib/integrations/partner-bills/partner-row';
import { RowNumbers } from '@/lib/integrations/partner-bills/row-numbers';

/** How the rows of a correction are counted: mended ones keep their place in the bill they come from. */
export const rowNumbers = async (sql: Sql, correctedId: string | null): Promise<RowNumbers> =>
  new RowNumbers(correctedId === null ? 0 : await lastLineNo(sql, correctedId));

/**
 * A file's rows; after those of a mended file of rejected rows, the corrected bill's other rows, which such a file leaves as they
 * are. A rejected row that is not in the file is dropped. Fails: `replaces_required`, when no bill is named that the rows belong to.
 */
export async function* withKeptRows(
  sql: Sql,
  batches: AsyncGenerator<PartnerRow[], ReadStatement | undefined>,
  numbers: RowNumbers,
  correctedId: string | null,
): AsyncGenerator<PartnerRow[], ReadStatement | undefined> {
  const read = yield* batches;
  if (!numbers.isRepair) return read;
  if (correctedId === null) throw replacesRequired();
  for (let after = 0; ; ) {
    const lines = await readKeptLines(sql, correctedId, after, BATCH_ROWS);
    if (lines.length === 0) return read;
    after = lines.at(-1)!.lineNo;
    yield lines.filter(({ lineNo }) => !numbers.isMended(lineNo)).map(rowOf);
  }
}

const BATCH_ROWS = 1000;

function replacesRequired() {
  return invalid(
    'replaces_required',
    'replaces',
    'The file has the rejected rows of a bill. Send it as a correction of that bill, so that its other rows stay; or take out the columns error_row, error_code and error_message to send it as a bill of its own.',
  );
}

function rowOf(line: KeptLineRow): PartnerRow {
  const { source, externalName, chargeFromAt, chargeToAt, problems, quantity, ...fields } = line;
  const row = { source, externalName, chargeFromAt, chargeToAt };
  if (problems !== null) return { ...row, line: { lineNo: line.lineNo, unreadable: problems } };
  return {
    ...row,
    line: {
      ...fields,
      chargeCategory: fields.chargeCategory!,
      currency: fields.currency!,
      amount: decimal(fields.amount!),
      quantity: quantity === null ? null : decimal(quantity),
      period: chargePeriodOf(chargeFromAt!, chargeToAt!),
    },
  };
}
