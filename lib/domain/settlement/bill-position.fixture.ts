import { type BillDraft, billLines } from '@/lib/domain/billing/bill-draft';
import type { BillFacts } from '@/lib/domain/settlement/bill-position';
import type { LineShares } from '@/lib/domain/settlement/share';
import type { Basis } from '@/lib/domain/settlement/terms';

/** An issued bill that nothing happened to yet; `basisOf` says by which basis a term shares. */
export function issuedFacts(
  draft: BillDraft,
  shares: readonly LineShares[],
  basisOf: (termId: string | null) => Basis,
): BillFacts {
  const groupOf = (sellerId: string, category: string, ratePpm: bigint) =>
    `${sellerId}|${category}|${ratePpm}`;
  return {
    operatorId: draft.operatorId,
    lines: billLines(draft).map((line, index) => ({
      amountMinor: line.amountMinor,
      taxGroup: groupOf(line.sellerId, line.taxCategory, line.taxRatePpm),
      shares: shares[index]!.shares.map(({ partyId, amountMinor, termId }) => ({
        ...{ partyId, amountMinor, basis: basisOf(termId) },
      })),
      creditedMinor: 0n,
      disputedMinor: 0n,
      isCredited: false,
    })),
    taxes: draft.taxes.map(({ sellerId, category, ratePpm, baseMinor, taxMinor }) => ({
      ...{ taxGroup: groupOf(sellerId, category, ratePpm), sellerId, ratePpm, baseMinor, taxMinor },
    })),
    collectedMinor: 0n,
    writtenOffMinor: 0n,
  };
}
