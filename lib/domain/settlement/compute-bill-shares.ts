import type { BillDraft, BillLine } from '@/lib/domain/billing/bill-draft';
import type { ChargeKind } from '@/lib/domain/billing/charge-line';
import { bearDiscounts, type DiscountBearing } from '@/lib/domain/settlement/bear-discounts';
import { computeShares } from '@/lib/domain/settlement/compute-shares';
import type { LineShares, Share } from '@/lib/domain/settlement/share';
import {
  type ChainLink,
  isCumulative,
  NO_TOTALS,
  payerIndexOf,
  type TermTotals,
} from '@/lib/domain/settlement/terms';

export type BillShares = {
  lines: LineShares[];
  /** Σ over all lines; equals the bill's net. */
  sumMinor: bigint;
  /** What each cumulative term this bill touched has seen after it, by term id. */
  totals: Map<string, TermTotals>;
};

/**
 * The shares of every line of a bill, by the chain the caller finds for it (empty for the operator's own). Discounts share like
 * the line they lower, but for those that others were agreed to bear (`bearings`, by discount key). Cumulative terms go on from `before`, by term id, through the lines in the bill's order, and what they
 * have seen after it is returned: the bills of one agreement and period must be taken in one order, one after the other.
 * Invariant, in minor units: Σ shares = Σ lines, for each line and for the bill.
 */
export function computeBillShares(
  draft: Pick<BillDraft, 'sections' | 'currency' | 'operatorId'>,
  chainFor: (line: BillLine) => readonly ChainLink[],
  before: ReadonlyMap<string, TermTotals> = NOTHING_BEFORE,
  { bearings, ...options }: { explain?: boolean; bearings?: ReadonlyMap<string, DiscountBearing> } = {},
): BillShares {
  const { currency, operatorId } = draft;
  const borne = bearings?.size ? bearDiscounts(draft, chainFor, bearings, options) : null;
  const result: BillShares = { lines: [], sumMinor: 0n, totals: new Map() };
  for (const section of draft.sections) {
    for (const line of section.lines) {
      const agreed = borne?.get(line.lineKey);
      if (agreed !== undefined) {
        for (const share of agreed) result.sumMinor += share.amountMinor;
        result.lines.push({ lineKey: line.lineKey, shares: agreed });
        continue;
      }
      const chain = withTotals(chainFor(line), before, result.totals);
      const quantity = COUNTS_UNITS[line.kind] ? line.quantity : null;
      const shareable = { amountMinor: line.amountMinor, quantity, currency };
      const shares = computeShares(shareable, chain, operatorId, options);
      for (const share of shares) result.sumMinor += share.amountMinor;
      result.lines.push({ lineKey: line.lineKey, shares });
      advance(chain, shares, result.totals);
    }
  }
  return result;
}

export type PartyShares = { readonly shares: readonly Pick<Share, 'partyId' | 'amountMinor'>[] };

/** What each party gets of a bill, the operator first: a bill's `shares` as its readers see them. */
export function sumByParty(lines: readonly PartyShares[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { shares } of lines) {
    for (const { partyId, amountMinor } of shares) sums.set(partyId, (sums.get(partyId) ?? 0n) + amountMinor);
  }
  return sums;
}

const NOTHING_BEFORE: ReadonlyMap<string, TermTotals> = new Map();

// Lines that only move money (a maximum's excess, a credit, a discount) sell no units, whatever quantity they show.
const COUNTS_UNITS: Readonly<Record<ChargeKind, boolean>> = {
  recurring: true,
  one_time: true,
  usage: true,
  credit: false,
  adjustment: true,
  true_up: true,
  maximum: false,
  minimum: false,
  discount: false,
};

function withTotals(
  chain: readonly ChainLink[],
  before: ReadonlyMap<string, TermTotals>,
  soFar: ReadonlyMap<string, TermTotals>,
): readonly ChainLink[] {
  if (!chain.some(({ term }) => isCumulative(term))) return chain;
  return chain.map((link) => {
    const { termId } = link.term;
    return { ...link, before: soFar.get(termId) ?? before.get(termId) ?? link.before ?? NO_TOTALS };
  });
}

function advance(
  chain: readonly ChainLink[],
  shares: readonly Share[],
  totals: Map<string, TermTotals>,
): void {
  for (const [index, link] of chain.entries()) {
    const { term, before = NO_TOTALS } = link;
    if (!isCumulative(term)) continue;
    const base = shares[payerIndexOf(link, index) + 1]!.receivedMinor;
    const earned = shares[index + 1]!.earnedMinor;
    const after = { baseMinor: before.baseMinor + base, earnedMinor: before.earnedMinor + earned };
    totals.set(term.termId, after);
  }
}
