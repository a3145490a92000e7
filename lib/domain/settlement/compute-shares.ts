import type { Currency } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import type { Step } from '@/lib/domain/rating/step';
import { applyCap, earnedBy } from '@/lib/domain/settlement/apply-term';
import type { Share, ShareableLine } from '@/lib/domain/settlement/share';
import { type ChainLink, NO_TOTALS } from '@/lib/domain/settlement/terms';

/**
 * Splits a line's net over the operator and a chain of any depth below it. Each party's share is computed from what the party
 * above receives, and rounded half away from zero once; what is left, rounding included, stays with the party above. So the
 * shares sum to the line's net in minor units, and a credit's are its charge's negated (cumulative terms: at the same totals).
 * A wholesale price above the retail price leaves the party above with less than nothing, as agreed.
 * `explain: false` leaves the steps out, for bulk runs that explain on demand with this same code.
 * Example: 100.01, 70 % to A, of that 50 % to B: A receives 70.01, B 35.01 (35.005), so A keeps 35.00 and the operator 30.00.
 */
export function computeShares(
  line: ShareableLine,
  chain: readonly ChainLink[],
  operatorId: string,
  { explain = true } = {},
): Share[] {
  const { currency } = line;
  const shares: Share[] = [];
  let above = holding(operatorId, null, line.amountMinor, line.amountMinor, NO_STEPS);
  for (const { partyId, term, before = NO_TOTALS } of chain) {
    const steps: Step[] | undefined = explain ? [] : undefined;
    const earnedMinor = earnedBy(term, above.receivedMinor, line, before, steps);
    const receivedMinor = applyCap(term, earnedMinor, before, currency, steps);
    shares.push(passOn(above, receivedMinor, explain ? currency : null));
    above = holding(partyId, term.termId, earnedMinor, receivedMinor, steps ?? NO_STEPS);
  }
  shares.push(above);
  return shares;
}

const NO_STEPS: readonly Step[] = Object.freeze([]);

/** A party's share while nobody is below it: it keeps all it received. */
function holding(
  partyId: string,
  termId: string | null,
  earnedMinor: bigint,
  receivedMinor: bigint,
  steps: readonly Step[],
): Share {
  return { partyId, amountMinor: receivedMinor, receivedMinor, earnedMinor, termId, steps };
}

function passOn(share: Share, passedOnMinor: bigint, explainIn: Currency | null): Share {
  share.amountMinor = share.receivedMinor - passedOnMinor;
  if (explainIn === null) return share;
  const step: Step = {
    code: 'share_kept',
    received: formatMinor(share.receivedMinor, explainIn),
    passedOn: formatMinor(passedOnMinor, explainIn),
    result: formatMinor(share.amountMinor, explainIn),
  };
  share.steps = [...share.steps, step];
  return share;
}
