import type { Currency } from '@/lib/domain/money/currency';
import type { Decimal } from '@/lib/domain/money/decimal';
import { divideRounded } from '@/lib/domain/money/round';
import type { Step } from '@/lib/domain/rating/step';
import { billPosition } from '@/lib/domain/settlement/bill-position';
import { computeShares } from '@/lib/domain/settlement/compute-shares';
import { guaranteeTopUp } from '@/lib/domain/settlement/guarantee';
import type { Share } from '@/lib/domain/settlement/share';
import { type Basis, type ChainLink, NO_TOTALS, payerIndexOf } from '@/lib/domain/settlement/terms';

export type ExampleInput = {
  /** Without tax. */
  amountMinor: bigint;
  currency: Currency;
  quantity: Decimal | null;
  /** What the customer has paid of it: 500000n is half. */
  paidPpm: bigint;
  /** Sold before in the same period, for terms that count over it. */
  beforeMinor: bigint;
  operatorId: string;
  chain: readonly ChainLink[];
};

/** What one party has of the example, in minor units. */
export type ExampleShare = {
  partyId: string;
  /** Who pays it; null for the operator. */
  payerId: string | null;
  /** What it receives from above, for the operator the whole amount; and what of it stays with it. */
  receivedMinor: bigint;
  keptMinor: bigint;
  /** Of what it keeps: due by what has been paid, and due once the rest is. All of the operator's is due. */
  dueMinor: bigint;
  pendingMinor: bigint;
  basis: Basis | null;
  /** Were the period over, what the party above still owes to reach the guarantee. */
  guaranteeMinor: bigint;
  steps: readonly Step[];
};

/**
 * Who gets what of one bill without tax, and what of that is due now: by the code that shares and settles real bills. What was sold before
 * in the period goes down the chain first. Invariant: Σ kept = amount = Σ due + Σ pending.
 * Example: 100.00, 70 % to A on what is collected, half paid: A keeps 70.00, 35.00 of it due.
 */
export function exampleSplit(input: ExampleInput): ExampleShare[] {
  const { amountMinor, currency, quantity, operatorId, paidPpm } = input;
  const before = earlierInPeriod(input);
  const chain = input.chain.map((link, index) => ({ ...link, before: before[index]!.totals }));
  const shares = computeShares({ amountMinor, currency, quantity }, chain, operatorId);
  const bases = new Map(chain.map(({ partyId, term }) => [partyId, term.basis]));
  const { parties } = billPosition({
    operatorId,
    lines: [
      {
        amountMinor,
        taxGroup: '',
        shares: shares.map((share) => ({ ...share, basis: bases.get(share.partyId) ?? 'billed' })),
        creditedMinor: 0n,
        disputedMinor: 0n,
        isCredited: false,
      },
    ],
    taxes: [],
    collectedMinor: divideRounded(amountMinor * paidPpm, 1_000_000n, 'half_away'),
    writtenOffMinor: 0n,
  });
  return shares.map((share, index) => {
    const position = parties.get(share.partyId);
    const link = chain[index - 1];
    const periodMinor = share.receivedMinor + (before[index - 1]?.receivedMinor ?? 0n);
    return {
      partyId: share.partyId,
      payerId: link ? shares[payerIndexOf(link, index - 1) + 1]!.partyId : null,
      receivedMinor: share.receivedMinor,
      keptMinor: share.amountMinor,
      dueMinor: position?.payableMinor ?? share.amountMinor,
      pendingMinor: position?.pendingMinor ?? 0n,
      basis: link?.term.basis ?? null,
      guaranteeMinor: link ? guaranteeTopUp(link.term, periodMinor) : 0n,
      steps: share.steps,
    };
  });
}

/** By link: what its term has seen, and what its party has received. */
function earlierInPeriod({ beforeMinor, currency, operatorId, chain }: ExampleInput) {
  const line = { amountMinor: beforeMinor, currency, quantity: null };
  const shares: Share[] =
    beforeMinor === 0n ? [] : computeShares(line, chain, operatorId, { explain: false });
  return chain.map((link, index) => {
    const [above, own] = [shares[payerIndexOf(link, index) + 1], shares[index + 1]];
    if (!above || !own) return { totals: NO_TOTALS, receivedMinor: 0n };
    const totals = { baseMinor: above.receivedMinor, earnedMinor: own.earnedMinor };
    return { totals, receivedMinor: own.receivedMinor };
  });
}
