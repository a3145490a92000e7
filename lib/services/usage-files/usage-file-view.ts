import type { UsageFileReason } from '@/lib/db/usage-file-faults';
import type { UsageFileRow, UsageFileState } from '@/lib/db/usage-files';

export type UsageFileView = Omit<UsageFileRow, 'checkpoint' | 'rows'> & {
  state: UsageFileState;
  rows: UsageFileRow['rows'] & {
    /** Left out by the mapping's filters; not among those received. */
    passedOver: number;
  };
};

export type UsageFileDetail = UsageFileView & {
  reasons: UsageFileReason[];
};

export function usageFileView({ checkpoint, rows, ...file }: UsageFileRow): UsageFileView {
  const { passedOver = 0 } = checkpoint as { passedOver?: number };
  return { ...file, rows: { ...rows, passedOver } };
}
