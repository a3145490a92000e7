import { formatScaled } from '@/lib/domain/money/decimal';
import { errorIssue, type Issue } from '@/lib/domain/money/issue';
import { type ChainLink, highestRatePpm, payerIndexOf } from '@/lib/domain/settlement/terms';

export const WHOLE_PPM = 1_000_000n;

/**
 * Where the percentages of those whom one payer pays can together come to more than 100 % of what it receives (`shares_above_whole`, at
 * the last of them): a graduated percentage counts with its highest tier, because siblings need not be in the same one. Amounts (per unit,
 * wholesale, cost plus) do not count; they may exceed what was sold, as agreed.
 */
export function aboveWhole(chain: readonly ChainLink[], placeOf: (index: number) => string): Issue[] {
  const sums = new Map<number, { ratePpm: bigint; last: number; count: number }>();
  for (const [index, link] of chain.entries()) {
    const ratePpm = highestRatePpm(link.term);
    if (ratePpm === null) continue;
    const payer = payerIndexOf(link, index);
    const sum = sums.get(payer);
    sums.set(payer, { ratePpm: (sum?.ratePpm ?? 0n) + ratePpm, last: index, count: (sum?.count ?? 0) + 1 });
  }
  // One alone that is above the whole is out of its own range.
  return [...sums.values()]
    .filter(({ ratePpm, count }) => count > 1 && ratePpm > WHOLE_PPM)
    .map(({ ratePpm, last }) =>
      errorIssue('shares_above_whole', `${placeOf(last)}.term.ratePercent`, wordsOf(ratePpm)),
    );
}

const wordsOf = (ratePpm: bigint) =>
  `Whom one party pays here would together get up to ${formatScaled(ratePpm, 4)} % of what it receives: 100 % is all there is.`;
