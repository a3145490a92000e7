import {
  type PendingAdjustmentRow,
  readAdjustmentLines,
  readPendingAdjustments,
} from '@/lib/db/pending-adjustments';
import type { Sql } from '@/lib/db/tenant';
import { groupBy } from '@/lib/services/group-by';

/**
 * What these accounts' next bill charges, by account: all that waits, but for what another draft has. A draft that is drafted again
 * (`ownBillIds`) keeps what it took.
 */
export async function loadAdjustments(
  sql: Sql,
  accountIds: readonly string[],
  ownBillIds: ReadonlySet<string> | undefined,
  options: { lock: boolean },
): Promise<ReadonlyMap<string, PendingAdjustmentRow[]>> {
  const pending = await readPendingAdjustments(sql, accountIds, options);
  if (pending.length === 0) return new Map();
  const lines = await readAdjustmentLines(sql, pending);
  const taken = new Set(lines.filter(({ billId }) => !ownBillIds?.has(billId)).map(({ id }) => id));
  return groupBy(
    pending.filter(({ id }) => !taken.has(id)),
    ({ billingAccountId }) => billingAccountId,
  );
}
