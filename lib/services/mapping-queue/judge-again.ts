import { releaseDraftLines } from '@/lib/db/service-mappings';
import type { Sql } from '@/lib/db/tenant';
import { revalidatePartnerBill } from '@/lib/services/partner-bills/revalidate-partner-bill';

export type JudgedBill = { id: string; state: string; changedLines: number };

/**
 * Judges bills again after a mapping of services or tax codes has changed, and takes their unbilled lines of those names off the
 * drafts they are on. The caller holds the partner's lock.
 */
export async function judgeAgain(
  sql: Sql,
  operatorId: string,
  bills: readonly { id: string }[],
  names: { services?: readonly string[]; taxCodes?: readonly string[] },
): Promise<JudgedBill[]> {
  const judged: JudgedBill[] = [];
  for (const { id } of bills) judged.push(await revalidatePartnerBill(sql, operatorId, id));
  await releaseDraftLines(
    sql,
    bills.map(({ id }) => id),
    names,
  );
  return judged;
}
