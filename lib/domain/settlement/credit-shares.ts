import type { LineShares, Share } from '@/lib/domain/settlement/share';

/**
 * The shares of a bill taken back in full: what was given, negated, never computed again, so that every party ends at zero
 * whatever terms or totals hold by now. Keys match those of creditBill.
 */
export function creditShares(lines: readonly LineShares[]): LineShares[] {
  return lines.map(({ lineKey, shares }) => ({
    lineKey: `${lineKey}:credit`,
    shares: shares.map((share) => creditShare(share, lineKey)),
  }));
}

function creditShare(share: Share, lineKey: string): Share {
  return {
    partyId: share.partyId,
    amountMinor: -share.amountMinor,
    receivedMinor: -share.receivedMinor,
    earnedMinor: -share.earnedMinor,
    termId: share.termId,
    steps: [{ code: 'credit_of', lineKey }],
  };
}
