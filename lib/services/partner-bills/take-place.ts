import {
  listFamily,
  markReplaced,
  noteCorrectedAccounts,
  releaseUnissuedLines,
} from '@/lib/db/partner-bill-family';
import { lockDraftsOf } from '@/lib/db/partner-bill-lines';
import type { Sql } from '@/lib/db/tenant';
import { PARTNER_BILL, transition } from '@/lib/domain/billing/state';

/**
 * Lets an accepted correction take the place of the bills it stands for: they are replaced, their lines leave the drafts they were
 * on, and what issued bills charged of them is for the next run to subtract. Does nothing the second time.
 */
export async function takePlace(
  sql: Sql,
  {
    operatorId,
    id,
    partnerId,
    originalId,
  }: { operatorId: string; id: string; partnerId: string; originalId: string },
): Promise<void> {
  const bills = new Map((await listFamily(sql, originalId)).map((bill) => [bill.id, bill]));
  const replaced: string[] = [];
  for (let at = bills.get(id)?.replacesId ?? null; at !== null; at = bills.get(at)!.replacesId) {
    if (transition(PARTNER_BILL, bills.get(at)!.state, 'replace').ok) replaced.push(at);
  }
  for (const one of replaced) await lockDraftsOf(sql, one);
  if (replaced.length > 0) {
    await markReplaced(sql, replaced);
    await releaseUnissuedLines(sql, replaced);
  }
  await noteCorrectedAccounts(sql, operatorId, { originalId, partnerId });
}
