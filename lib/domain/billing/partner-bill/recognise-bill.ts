import { errorIssue, type Issue } from '@/lib/domain/money/issue';

/** What names a partner's bill: its own number, and the digest of what was sent. */
export type BillIdentity = { externalId: string; contentHash: string };

export type Recognised<T extends BillIdentity> =
  | { kind: 'new' }
  /** Sent before: the answer is the bill that is there. */
  | { kind: 'same'; bill: T }
  | { kind: 'conflict'; bill: T; issue: Issue };

/**
 * Decides whether a bill is new, by what the same partner sent before. The same content is the same bill, whatever number it
 * has now; the same number with other content is `external_id_conflict`, because an accepted bill is never edited.
 * Example: INV-7 sent twice, byte for byte, is `same` the second time.
 */
export function recogniseBill<T extends BillIdentity>(
  earlier: Iterable<T>,
  bill: BillIdentity,
): Recognised<T> {
  let sameNumber: T | null = null;
  for (const candidate of earlier) {
    if (candidate.contentHash === bill.contentHash) return { kind: 'same', bill: candidate };
    if (candidate.externalId === bill.externalId) sameNumber = candidate;
  }
  if (sameNumber === null) return { kind: 'new' };
  const message = `A bill numbered "${bill.externalId}" with other content is already here. Send the correction under a new number.`;
  return {
    kind: 'conflict',
    bill: sameNumber,
    issue: errorIssue('external_id_conflict', 'externalId', message),
  };
}
