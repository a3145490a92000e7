import { formatMinor } from '@/lib/domain/money/money';
import type { Step } from '@/lib/domain/rating/step';
import { applyCap, earnedBy } from '@/lib/domain/settlement/apply-term';
import { boundRounding, type Siblings } from '@/lib/domain/settlement/bound-rounding';
import type { Share, ShareableLine } from '@/lib/domain/settlement/share';
import { type ChainLink, NO_TOTALS } from '@/lib/domain/settlement/terms';

/**
 * Splits a line's net over the operator and a chain of any depth and breadth below it: the operator first, then the chain's parties in
 * its order. Each party's share is computed from what its payer receives, and rounded half away from zero once; what is left, rounding
 * included, stays with the payer, which percentages never leave with less than nothing (`boundRounding`). So the shares sum to the
 * line's net in minor units, and a credit's are its charge's negated (cumulative terms: at the same totals).
 * A wholesale price above the retail price leaves the payer with less than nothing, as agreed.
 * `explain: false` leaves the steps out, for bulk runs that explain on demand with this same code.
 * Example: 100.01, 70 % to A, of that 50 % to B and 10.00 to C: A receives 70.01, B 35.01 (35.005), C 10.00, so A keeps 25.00 and the
 * operator 30.00.
 */
export function computeShares(
  line: ShareableLine,
  chain: readonly ChainLink[],
  operatorId: string,
  { explain = true } = {},
): Share[] {
  const { currency } = line;
  const explainIn = explain ? currency : null;
  const shares: Share[] = [shareOf(operatorId, null, line.amountMinor, line.amountMinor, NO_STEPS)];
  let payerIndex = -1;
  let first = 0;
  for (let index = 0; index < chain.length; index += 1) {
    const link = chain[index]!;
    const { partyId, term, before = NO_TOTALS } = link;
    const nextPayerIndex = link.payerIndex ?? index - 1;
    if (nextPayerIndex !== payerIndex) {
      if (explain || index - first > 1) passedOn(shares, chain, { payerIndex, first, end: index, explainIn });
      payerIndex = nextPayerIndex;
      first = index;
    }
    const payer = shares[payerIndex + 1]!;
    const steps: Step[] | undefined = explain ? [] : undefined;
    const earnedMinor = earnedBy(term, payer.receivedMinor, line, before, steps);
    const receivedMinor = applyCap(term, earnedMinor, before, currency, steps);
    payer.amountMinor -= receivedMinor;
    shares.push(shareOf(partyId, term.termId, earnedMinor, receivedMinor, steps ?? NO_STEPS));
  }
  const end = chain.length;
  if (explain || end - first > 1) passedOn(shares, chain, { payerIndex, first, end, explainIn });
  return shares;
}

const NO_STEPS: readonly Step[] = Object.freeze([]);

/** A party's share while nobody is below it: it keeps all it received. */
function shareOf(
  partyId: string,
  termId: string | null,
  earnedMinor: bigint,
  receivedMinor: bigint,
  steps: readonly Step[],
): Share {
  return { partyId, amountMinor: receivedMinor, receivedMinor, earnedMinor, termId, steps };
}

/** A payer has passed on to all whom it pays. */
function passedOn(shares: readonly Share[], chain: readonly ChainLink[], siblings: Siblings): void {
  const { payerIndex, first, end, explainIn } = siblings;
  if (end - first > 1) boundRounding(shares, chain, siblings);
  if (explainIn === null || end === first) return;
  const payer = shares[payerIndex + 1]!;
  const { receivedMinor, amountMinor } = payer;
  const kept: Step = {
    code: 'share_kept',
    received: formatMinor(receivedMinor, explainIn),
    passedOn: formatMinor(receivedMinor - amountMinor, explainIn),
    result: formatMinor(amountMinor, explainIn),
  };
  if (end - first === 1) {
    payer.steps = [...payer.steps, kept];
    return;
  }
  const parts = shares.slice(first + 1, end + 1).map(({ partyId, receivedMinor: part }) => ({
    ...{ code: 'share_passed_on', party: partyId, result: formatMinor(part, explainIn) },
  }));
  payer.steps = [...payer.steps, ...parts, kept];
}
