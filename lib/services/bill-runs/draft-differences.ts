import { type ExistingBillRow, readDraftLines } from '@/lib/db/bill-drafts';
import type { DraftToWrite } from '@/lib/db/bulk/draft-rows';
import type { Sql } from '@/lib/db/tenant';
import { diffDraft, type LineDifference } from '@/lib/domain/billing/diff-bill';
import { groupBy } from '@/lib/services/group-by';

/** Drafts that a chunk rewrites or removes, as they are before it does. */
export type ChangedDrafts = {
  existing: ReadonlyMap<string, ExistingBillRow>;
  rewrites: readonly DraftToWrite[];
  removals: readonly ExistingBillRow[];
};

/**
 * What a chunk changes on drafts that are there, by account: one read for all of them, and none when nothing changes, as in a
 * first run and in a run that proposes nothing.
 */
export async function draftDifferences(
  sql: Sql,
  { existing, rewrites, removals }: ChangedDrafts,
): Promise<Map<string, LineDifference[]>> {
  const changed = [...rewrites.map(({ draft }) => existing.get(draft.accountId)!), ...removals];
  if (changed.length === 0) return new Map();
  const linesOf = groupBy(await readDraftLines(sql, changed), ({ billId }) => billId);
  const before = ({ id, draftHash }: ExistingBillRow) => ({
    contentHash: draftHash.toString('hex'),
    lines: linesOf.get(id) ?? [],
  });
  const differences = new Map<string, LineDifference[]>();
  for (const { draft, draftHash } of rewrites) {
    const after = {
      contentHash: draftHash.toString('hex'),
      lines: draft.sections.flatMap(({ lines }) => lines),
    };
    const { lines } = diffDraft(before(existing.get(draft.accountId)!), after);
    differences.set(draft.accountId, lines);
  }
  for (const removed of removals) {
    const { lines } = diffDraft(before(removed), { contentHash: '', lines: [] });
    differences.set(removed.billingAccountId, lines);
  }
  return differences;
}
