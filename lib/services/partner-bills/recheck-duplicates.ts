import { listBillsWithDuplicates } from '@/lib/db/partner-bill-family';
import type { Sql } from '@/lib/db/tenant';
import { revalidatePartnerBill } from '@/lib/services/partner-bills/revalidate-partner-bill';

/**
 * Judges the partner's other bills again that have lines which were in an earlier bill: that one may say so no more, because it was
 * replaced or rejected, and then the line is theirs. The caller holds the partner's lock.
 */
export async function recheckDuplicates(
  sql: Sql,
  operatorId: string,
  { id, partnerId }: { id: string; partnerId: string },
): Promise<void> {
  for (const other of await listBillsWithDuplicates(sql, partnerId, id)) {
    await revalidatePartnerBill(sql, operatorId, other.id);
  }
}
