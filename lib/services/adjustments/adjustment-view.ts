import type { AdjustmentRow } from '@/lib/db/adjustments';
import { moneyOf } from '@/lib/services/bills/bill-money';

export type AdjustmentView = Omit<
  AdjustmentRow,
  'amountMinor' | 'periodFrom' | 'periodTo' | 'line' | 'withdrawnBy' | 'withdrawnAt' | 'withdrawalReason'
> & {
  /** Net, decimal text; below nothing it is a credit. */
  amount: string;
  period: { from: string; to: string };
  withdrawal: { by: string; at: string; reason: string } | null;
  /** While it waits: the draft that has it already; a run may still change that. */
  draft: { id: string } | null;
  bill: { id: string; number: string; line: string } | null;
};

export function adjustmentView({
  amountMinor,
  periodFrom,
  periodTo,
  line,
  withdrawnBy,
  withdrawnAt,
  withdrawalReason,
  ...row
}: AdjustmentRow): AdjustmentView {
  const isBilled = row.state === 'billed';
  return {
    ...row,
    amount: moneyOf(row.currency)(amountMinor),
    period: { from: periodFrom, to: periodTo },
    withdrawal:
      withdrawnAt === null ? null : { by: withdrawnBy!, at: withdrawnAt, reason: withdrawalReason! },
    draft: line && !isBilled ? { id: line.billId } : null,
    bill: line && isBilled ? { id: line.billId, number: line.billNumber!, line: line.id } : null,
  };
}
