import type { LineColumns } from '@/lib/domain/billing/partner-bill/fault-book';
import type { ReadLine } from '@/lib/domain/billing/partner-bill/partner-line';
import type { BillStatement, ReadSums } from '@/lib/domain/billing/partner-bill/statement';
import type { Period } from '@/lib/domain/period/period';
import type { RowNumbers } from '@/lib/integrations/partner-bills/row-numbers';

/** A row of a partner's file: the line in it, and all that came with it. */
export type PartnerRow = {
  line: ReadLine;
  /** Column name → text as it was sent; cells without a value are left out. */
  source: Readonly<Record<string, string>>;
  /** The same as JSON, of a row that has it as text. */
  sourceText?: string;
  /** What the partner calls the account. */
  externalName: string | null;
  /** To the second; the line's period is in whole days. Null when the row cannot be read. */
  chargeFromAt: string | null;
  chargeToAt: string | null;
};

/** What a document says of itself as a whole, and what its rows come to, to hold it against itself. */
export type ReadStatement = { statement: BillStatement; sums: ReadSums };

/**
 * A format of partner bills. Rows come in batches, in the file's order, and hold no more of the file than a batch.
 * A fault of one row is in that row; a file that is not of the format at all fails with AppError `invalid` and the
 * reasons, and nothing else is ever thrown for any bytes. A document answers its statement after its last row.
 */
export type PartnerBillReader = {
  /** What the format calls the fields that validation speaks of. */
  columns: LineColumns;
  /** `cycle` is what a charge is for that names no period. Without `numbers` rows are counted from 1. */
  read(
    bytes: AsyncIterable<Uint8Array>,
    cycle: Period,
    numbers?: RowNumbers,
  ): AsyncGenerator<PartnerRow[], ReadStatement | undefined>;
  /** What there is to know of the file as a whole once it is read: rows that were passed over. */
  remark?(): FileRemark | null;
  /** Of a format with a header: how its file is laid out, so that rows of it can be written as they came. */
  layout?(bytes: AsyncIterable<Uint8Array>): Promise<CsvBillLayout>;
};

/** How a CSV of a partner's bill is laid out; `names` are what a row's cells are kept under, the file's own `header` beside them. */
export type CsvBillLayout = {
  delimiter: string;
  header: readonly string[] | null;
  names: readonly string[];
  /** The lines before the header that the mapping skips. */
  preamble: string;
};

/** A finding about the file itself, not about a line. */
export type FileRemark = { code: string; message: string };
