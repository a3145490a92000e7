import type { Currency } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import type { Share } from '@/lib/domain/settlement/share';
import type { ChainLink } from '@/lib/domain/settlement/terms';

/** The links [first, end) of a chain, which are all that one payer pays; in which currency it is explained, if it is. */
export type Siblings = { payerIndex: number; first: number; end: number; explainIn: Currency | null };

/**
 * Sees that percentages of one payer, each rounded on its own, do not together come to more than it received: by rounding alone nobody
 * passes on what it has not got. A minor unit goes back from each that rounding gave most, of equals from the last one. Changes the
 * shares of the siblings and of their payer; those below them are computed after it.
 * Percentages that count over a period are left as they are: their rounding is that of the period's sum.
 * Example: 50 % and 50 % of 0.01 are 0.01 and 0.00, and of 0.03 they are 0.02 and 0.01.
 */
export function boundRounding(
  shares: readonly Share[],
  chain: readonly ChainLink[],
  { payerIndex, first, end, explainIn }: Siblings,
): void {
  const payer = shares[payerIndex + 1]!;
  let givenMinor = 0n;
  let wholePpm = 0n;
  for (let index = first; index < end; index += 1) {
    const ratePpm = plainRateOf(chain[index]!);
    if (ratePpm === null) continue;
    givenMinor += shares[index + 1]!.receivedMinor;
    wholePpm += ratePpm;
  }
  const sign = payer.receivedMinor < 0n ? -1n : 1n;
  let excess = (givenMinor - payer.receivedMinor) * sign;
  // Above 100 % it is not rounding, and validateChain refuses it.
  if (excess <= 0n || wholePpm > MILLION) return;
  const gains: { index: number; gain: bigint }[] = [];
  for (let index = first; index < end; index += 1) {
    const ratePpm = plainRateOf(chain[index]!);
    if (ratePpm === null) continue;
    const gain = (shares[index + 1]!.receivedMinor * MILLION - payer.receivedMinor * ratePpm) * sign;
    gains.push({ index, gain });
  }
  gains.sort((a, b) => (a.gain === b.gain ? b.index - a.index : a.gain > b.gain ? -1 : 1));
  for (const { index } of gains) {
    if (excess === 0n) break;
    takeOne(shares[index + 1]!, payer, sign, explainIn);
    excess -= 1n;
  }
}

const MILLION = 1_000_000n;

function plainRateOf({ term }: ChainLink): bigint | null {
  return term.kind === 'percentage' && term.capMinor == null ? term.ratePpm : null;
}

function takeOne(share: Share, payer: Share, sign: bigint, explainIn: Currency | null): void {
  share.receivedMinor -= sign;
  share.earnedMinor -= sign;
  share.amountMinor -= sign;
  payer.amountMinor += sign;
  if (explainIn === null) return;
  const result = formatMinor(share.receivedMinor, explainIn);
  const step = { code: 'share_within_whole', received: formatMinor(payer.receivedMinor, explainIn), result };
  share.steps = [...share.steps, step];
}
