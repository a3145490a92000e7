/** As much of a bill as a comparison needs. `contentHash` is the digest of canonicalBill, in any one encoding. */
export type BillContent = { contentHash: string; lines: readonly BillContentLine[] };

export type BillContentLine = { lineKey: string; description: string; amountMinor: bigint };

export type LineDifference = {
  lineKey: string;
  description: string;
  change: 'added' | 'removed' | 'changed';
  /** Null when there was no such line, or is none. */
  beforeMinor: bigint | null;
  afterMinor: bigint | null;
};

export type BillDifference = { change: 'created' | 'updated' | 'unchanged'; lines: LineDifference[] };

/**
 * What writing `next` over `existing` would change. Equal hashes are `unchanged` without a look at the lines, so that running a
 * cycle again costs a comparison per bill. A line whose amount and description stayed is not a difference: a bill can be
 * `updated` with none, when only its tax or periods moved.
 * Example: nothing → one line of 5.00 is `created` with that line added.
 */
export function diffDraft(existing: BillContent | null, next: BillContent): BillDifference {
  if (existing === null) return { change: 'created', lines: differences([], next.lines) };
  if (existing.contentHash === next.contentHash) return { change: 'unchanged', lines: [] };
  return { change: 'updated', lines: differences(existing.lines, next.lines) };
}

function differences(
  before: readonly BillContentLine[],
  after: readonly BillContentLine[],
): LineDifference[] {
  const old = new Map(before.map((line) => [line.lineKey, line]));
  const found: LineDifference[] = [];
  for (const { lineKey, description, amountMinor } of after) {
    const was = old.get(lineKey);
    old.delete(lineKey);
    if (was === undefined) {
      found.push({ lineKey, description, change: 'added', beforeMinor: null, afterMinor: amountMinor });
    } else if (was.amountMinor !== amountMinor || was.description !== description) {
      found.push({
        lineKey,
        description,
        change: 'changed',
        beforeMinor: was.amountMinor,
        afterMinor: amountMinor,
      });
    }
  }
  for (const { lineKey, description, amountMinor } of old.values()) {
    found.push({ lineKey, description, change: 'removed', beforeMinor: amountMinor, afterMinor: null });
  }
  return found.sort((a, b) => (a.lineKey < b.lineKey ? -1 : a.lineKey > b.lineKey ? 1 : 0));
}
