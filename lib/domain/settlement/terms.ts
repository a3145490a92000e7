import type { Decimal } from '@/lib/domain/money/decimal';
import type { Tier } from '@/lib/domain/pricing/price';

/** Whether a share is due when the line is billed, or when the customer has paid it. */
export type Basis = 'billed' | 'collected';

/**
 * How a party shares in what the party above it receives for a line. One rule (`kind`), and two bounds on the period's sum
 * that go with any rule: never above `capMinor`, and topped up to `minimumGuaranteeMinor` when the period closes.
 */
export type Term = TermRule & {
  termId: string;
  basis: Basis;
  capMinor?: bigint | null;
  minimumGuaranteeMinor?: bigint | null;
};

export type TermRule =
  /** `ratePpm` parts per million of the net: 70 % is 700000n. */
  | { kind: 'percentage'; ratePpm: bigint }
  /** Each slice of the period's cumulative net at its own rate; bounds (previous, upTo], the last is null. */
  | { kind: 'graduated_percentage'; tiers: readonly RateTier[] }
  /** A fixed amount in major units for every unit sold, whatever it sold for. */
  | { kind: 'fixed_per_unit'; amountPerUnit: Decimal }
  /** The partner's price list on the line's quantity: slice by slice, or all units by the tier they reach. */
  | { kind: 'wholesale'; model: 'graduated' | 'volume'; tiers: readonly Tier[] }
  /** The partner's cost (the line's own when it is known, else per unit) and a mark-up on it. */
  | { kind: 'cost_plus'; costPerUnit: Decimal | null; markupPpm: bigint };

export type RateTier = { upToMinor: bigint | null; ratePpm: bigint };

/** What a term has seen in the period before the line at hand: the net, and what it earned before any cap. */
export type TermTotals = { baseMinor: bigint; earnedMinor: bigint };

export const NO_TOTALS: TermTotals = Object.freeze({ baseMinor: 0n, earnedMinor: 0n });

/**
 * One step down a chain: the party that receives, from whom, and by which term. A chain is a tree below the operator, in the order of
 * `arrangeChain`: payers before those whom they pay, and those of one payer together.
 */
export type ChainLink = {
  partyId: string;
  term: Term;
  /** The index of the link whose party pays; −1: the operator pays. Left out: the link before, as in a path. */
  payerIndex?: number;
  before?: TermTotals;
};

export const payerIndexOf = ({ payerIndex }: ChainLink, index: number): number => payerIndex ?? index - 1;

/** Whether the term's share of a line depends on what came before it in the period. */
export function isCumulative(term: Term): boolean {
  return term.kind === 'graduated_percentage' || term.capMinor != null;
}

/** The most that a term can give of what the payer receives, in parts per million; null where it does not go by that. */
export function highestRatePpm(term: TermRule): bigint | null {
  if (term.kind === 'percentage') return term.ratePpm;
  if (term.kind !== 'graduated_percentage') return null;
  let highest = 0n;
  for (const { ratePpm } of term.tiers) if (ratePpm > highest) highest = ratePpm;
  return highest;
}

/** Whether a term is in amounts of its agreement's currency, and so fits no bill in another. */
export function namesAmounts(term: Term): boolean {
  return term.kind !== 'percentage' || term.capMinor != null || term.minimumGuaranteeMinor != null;
}
