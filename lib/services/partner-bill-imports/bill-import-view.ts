import type { BillImportRow } from '@/lib/db/partner-bill-imports';

export type BillImportView = Omit<BillImportRow, 'contentHash' | 'statedTotals'> & {
  /** From 0 to 1, by bytes. */
  progress: number;
};

export function billImportView({
  contentHash: _hash,
  statedTotals: _totals,
  ...row
}: BillImportRow): BillImportView {
  const read = row.sizeBytes === 0 ? 0 : row.bytesRead / row.sizeBytes;
  return { ...row, progress: row.state === 'done' ? 1 : Math.min(1, Number(read.toFixed(4))) };
}
