import { divideRounded } from '@/lib/domain/money/round';
import type { Basis } from '@/lib/domain/settlement/terms';

/** A line of an issued bill, or the sum of lines of one tax group that nothing happened to since. Amounts are net, in minor units. */
export type PositionLine = {
  amountMinor: bigint;
  taxGroup: string;
  shares: readonly { partyId: string; amountMinor: bigint; basis: Basis }[];
  /** With the sign of the line, and together never beyond it. What is disputed is not credited yet. */
  creditedMinor: bigint;
  disputedMinor: bigint;
  /** Of a line of nothing, which may have shares by the unit and no amount to credit: whether it was given back. Whole or not at all. */
  isCredited: boolean;
};

/** One of the bill's taxes: its seller, category and rate (EN 16931 BG-23). */
export type PositionTax = {
  taxGroup: string;
  sellerId: string;
  ratePpm: bigint;
  baseMinor: bigint;
  taxMinor: bigint;
};

/** What is known of an issued bill: as it was issued, and what became of it. */
export type BillFacts = {
  operatorId: string;
  lines: readonly PositionLine[];
  taxes: readonly PositionTax[];
  /** What the customer's money covers of it. */
  collectedMinor: bigint;
  writtenOffMinor: bigint;
};

/** Where a party's part of a bill stands. Together with `forgoneMinor` it is the party's share of what was not credited. */
export type PartyPosition = {
  /** Due to the party: the next payout takes it, or took it. */
  payableMinor: bigint;
  /** Due once the customer has paid (terms on what is collected). */
  pendingMinor: bigint;
  /** Kept back while it is disputed. */
  heldMinor: bigint;
  /** Will never be due, because the customer's debt was written off (terms on what is collected). */
  forgoneMinor: bigint;
};

/** A party's part of the whole bill, wherever it stands. */
export const wholeShare = ({ payableMinor, pendingMinor, heldMinor, forgoneMinor }: PartyPosition): bigint =>
  payableMinor + pendingMinor + heldMinor + forgoneMinor;

/** Who owes whom what of a bill, in minor units of its currency. */
export type BillPosition = {
  /** Net and tax, with the bill's sign. */
  creditedMinor: bigint;
  disputedMinor: bigint;
  collectedMinor: bigint;
  writtenOffMinor: bigint;
  /** What the customer owes: the total less what was credited, collected and written off. */
  receivableMinor: bigint;
  /** By seller, what remains after credits. */
  taxes: ReadonlyMap<string, bigint>;
  operatorRevenueMinor: bigint;
  /** Everyone in the chains but the operator. */
  parties: ReadonlyMap<string, PartyPosition>;
};

/**
 * Where a bill's money stands, as a function of its facts alone: no event is looked at, so it is the same in whatever order and however
 * many steps the facts came about, and an event books the difference of the positions before and after it (`postPosition`).
 *
 * - A credited line takes back each partner's share in proportion, rounded half away on the sum credited so far, so that the last credit
 *   absorbs the rounding and a whole credit leaves nobody anything; the operator has the remainder. A line of nothing has no proportion:
 *   its shares (of units, which the operator pays) are all taken back, or none.
 * - Its tax is that of the credited base at the group's rate, rounded once a group; all of the base, all of the tax.
 * - A share on the `billed` basis is due whether or not the customer pays. On `collected` it is due in proportion to what was collected of
 *   what is left after credits, on sums as well; what is written off of the rest is forgone. When nothing is left to collect, or the bill
 *   is a credit, it is due.
 * - What is disputed is held from what is due.
 *
 * Invariant: Σ parties (all four) + operator + tax = total − credited; receivable = that − collected − written off.
 * Example: 119.00 with 19.00 tax, a partner's 70.00 on collected, 59.50 paid: 35.00 is due, 35.00 pends.
 */
export function billPosition(facts: BillFacts): BillPosition {
  const sums = { net: 0n, credited: 0n, disputed: 0n };
  const parties = new Map<string, Entitlement>();
  let operatorRevenueMinor = 0n;
  for (const line of facts.lines) {
    sums.net += line.amountMinor;
    sums.credited += line.creditedMinor;
    sums.disputed += line.disputedMinor;
    let kept = line.amountMinor - line.creditedMinor;
    for (const { partyId, amountMinor, basis } of line.shares) {
      if (partyId === facts.operatorId) continue;
      const share = amountMinor - takenOf(amountMinor, line, line.creditedMinor);
      const held =
        share - (amountMinor - takenOf(amountMinor, line, line.creditedMinor + line.disputedMinor));
      kept -= share;
      add(parties, partyId, basis, share, held);
    }
    operatorRevenueMinor += kept;
  }
  const tax = remainingTax(facts);
  const creditedMinor = sums.credited + tax.credited;
  const collectibleMinor = sums.net + tax.whole - creditedMinor;
  return {
    creditedMinor,
    disputedMinor: sums.disputed + tax.disputed,
    collectedMinor: facts.collectedMinor,
    writtenOffMinor: facts.writtenOffMinor,
    receivableMinor: collectibleMinor - facts.collectedMinor - facts.writtenOffMinor,
    taxes: tax.bySeller,
    operatorRevenueMinor,
    parties: new Map(
      [...parties].map(([partyId, entitlement]) => [partyId, standing(entitlement, facts, collectibleMinor)]),
    ),
  };
}

type Entitlement = Record<Basis, { shareMinor: bigint; heldMinor: bigint }>;

function add(
  parties: Map<string, Entitlement>,
  partyId: string,
  basis: Basis,
  shareMinor: bigint,
  heldMinor: bigint,
): void {
  let entitlement = parties.get(partyId);
  if (entitlement === undefined) {
    entitlement = {
      billed: { shareMinor: 0n, heldMinor: 0n },
      collected: { shareMinor: 0n, heldMinor: 0n },
    };
    parties.set(partyId, entitlement);
  }
  entitlement[basis].shareMinor += shareMinor;
  entitlement[basis].heldMinor += heldMinor;
}

/** What of a share is gone with such a part of its line. */
function takenOf(shareMinor: bigint, line: PositionLine, partMinor: bigint): bigint {
  if (line.amountMinor === 0n) return line.isCredited ? shareMinor : 0n;
  if (partMinor === line.amountMinor) return shareMinor;
  return divideRounded(shareMinor * partMinor, line.amountMinor, 'half_away');
}

const MILLION = 1_000_000n;

function remainingTax({ lines, taxes }: BillFacts) {
  const bySeller = new Map<string, bigint>();
  const sums = { whole: 0n, credited: 0n, disputed: 0n };
  for (const { taxGroup, sellerId, ratePpm, baseMinor, taxMinor } of taxes) {
    let [creditedBase, disputedBase] = [0n, 0n];
    for (const line of lines) {
      if (line.taxGroup !== taxGroup) continue;
      creditedBase += line.creditedMinor;
      disputedBase += line.disputedMinor;
    }
    const taxOf = (partMinor: bigint) =>
      partMinor === baseMinor ? taxMinor : divideRounded(partMinor * ratePpm, MILLION, 'half_away');
    const credited = creditedBase === 0n ? 0n : taxOf(creditedBase);
    sums.whole += taxMinor;
    sums.credited += credited;
    sums.disputed += disputedBase === 0n ? 0n : taxOf(creditedBase + disputedBase) - credited;
    bySeller.set(sellerId, (bySeller.get(sellerId) ?? 0n) + taxMinor - credited);
  }
  return { ...sums, bySeller };
}

function standing(
  { billed, collected }: Entitlement,
  { collectedMinor, writtenOffMinor }: BillFacts,
  collectibleMinor: bigint,
): PartyPosition {
  const due = (amountMinor: bigint, paidMinor: bigint) => {
    if (collectibleMinor <= 0n || paidMinor >= collectibleMinor) return amountMinor;
    return paidMinor <= 0n ? 0n : divideRounded(amountMinor * paidMinor, collectibleMinor, 'half_away');
  };
  const released = due(collected.shareMinor, collectedMinor);
  const forgoneMinor = due(collected.shareMinor, collectedMinor + writtenOffMinor) - released;
  const heldOfReleased = due(collected.heldMinor, collectedMinor);
  return {
    payableMinor: billed.shareMinor - billed.heldMinor + released - heldOfReleased,
    pendingMinor: collected.shareMinor - released - forgoneMinor,
    heldMinor: billed.heldMinor + heldOfReleased,
    forgoneMinor,
  };
}
