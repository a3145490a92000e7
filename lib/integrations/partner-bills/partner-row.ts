import type { LineColumns } from '@/lib/domain/billing/partner-bill/fault-book';
import type { ReadLine } from '@/lib/domain/billing/partner-bill/partner-line';

/** A row of a partner's file: the line in it, and all that came with it. */
export type PartnerRow = {
  line: ReadLine;
  /** Column name → text as it was sent; cells without a value are left out. */
  source: Readonly<Record<string, string>>;
  /** What the partner calls the account. */
  externalName: string | null;
  /** To the second; the line's period is in whole days. Null when the row cannot be read. */
  chargeFromAt: string | null;
  chargeToAt: string | null;
};

/**
 * A format of partner bills. Rows come in batches, in the file's order, and hold no more of the file than a batch.
 * A fault of one row is in that row; a file that is not of the format at all fails with AppError `invalid` and the
 * reasons, and nothing else is ever thrown for any bytes.
 */
export type PartnerBillReader = {
  /** What the format calls the fields that validation speaks of. */
  columns: LineColumns;
  read(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<PartnerRow[], void>;
};
