import { readRunDrafts, releasePartnerLines } from '@/lib/db/account-bills';
import type { BillRunRow } from '@/lib/db/bill-runs';
import { deleteBillDrafts } from '@/lib/db/bulk/write-bill-drafts';
import type { Sql } from '@/lib/db/tenant';

/**
 * Removes what a run on demand drafted and did not issue, so that the cycle's own bill charges it: nothing waits for a bill
 * that will not come. The drafts of a cycle's own run stay, for the next run to compare with.
 */
export async function discardDrafts(
  sql: Sql,
  run: Pick<BillRunRow, 'id' | 'cycleId' | 'kind'>,
): Promise<void> {
  if (run.kind === 'cycle') return;
  const drafts = await readRunDrafts(sql, run);
  if (drafts.length === 0) return;
  const accountIds = drafts.map(({ billingAccountId }) => billingAccountId);
  await deleteBillDrafts(
    sql,
    accountIds,
    drafts.map(({ id }) => id),
  );
  await releasePartnerLines(sql, accountIds, run.id);
}
