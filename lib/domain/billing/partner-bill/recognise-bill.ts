import { errorIssue, type Issue } from '@/lib/domain/money/issue';

/** What names a partner's bill: its own number, and the digest of what was sent. */
export type BillIdentity = { externalId: string; contentHash: string };

export type EarlierBill = BillIdentity & { id: string | number; isReplaced: boolean };

export type Recognised<T extends EarlierBill> =
  | { kind: 'new' }
  /** Sent before: the answer is the bill that is there. */
  | { kind: 'same'; bill: T }
  | { kind: 'conflict'; bill: T; issue: Issue };

/**
 * Decides whether a bill is new, by what the same partner sent before. The same content is the same bill, whatever number it
 * has now, but for a correction that goes back to what a replaced bill said; the same number with other content is
 * `external_id_conflict`, because an accepted bill is never edited.
 * Example: INV-7 sent twice, byte for byte, is `same` the second time, also after INV-8 has replaced it.
 */
export function recogniseBill<T extends EarlierBill>(
  earlier: Iterable<T>,
  bill: BillIdentity & { corrects?: T['id'] | null },
): Recognised<T> {
  const { corrects = null } = bill;
  let sameNumber: T | null = null;
  let replaced: T | null = null;
  for (const candidate of earlier) {
    if (candidate.externalId === bill.externalId) sameNumber = candidate;
    if (candidate.contentHash !== bill.contentHash) continue;
    if (!candidate.isReplaced) return { kind: 'same', bill: candidate };
    if (corrects === null || corrects === candidate.id) replaced = candidate;
  }
  if (replaced !== null) return { kind: 'same', bill: replaced };
  if (sameNumber === null) return { kind: 'new' };
  const message =
    corrects === null
      ? `A bill numbered "${bill.externalId}" with other content is already here. Send the correction under a new number, and name this one in "replaces".`
      : `There is a bill numbered "${bill.externalId}" already. Give the correction a number of its own.`;
  return {
    kind: 'conflict',
    bill: sameNumber,
    issue: errorIssue('external_id_conflict', 'externalId', message),
  };
}
