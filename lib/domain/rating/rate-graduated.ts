import { type Decimal, formatDecimal } from '@/lib/domain/money/decimal';
import {
  addExact,
  EXACT_ZERO,
  type Exact,
  exactFromDecimal,
  formatExact,
  multiplyExact,
} from '@/lib/domain/money/exact';
import type { Tier } from '@/lib/domain/pricing/price';
import type { Steps } from '@/lib/domain/rating/step';

/**
 * Each unit at the price of the tier it falls in, bounds (previous upTo, upTo]; a tier's flat fee once it is entered.
 * The quantity is above zero. Source: lago-api graduated spec. 0-10 @10 + 2, beyond @5 + 3: 10 → 102, 11 → 110.
 */
export function rateGraduated(tiers: readonly Tier[], quantity: Decimal, steps: Steps): Exact {
  return sumTiers(tiers, quantity, steps, (tier, at) => {
    steps?.push({
      code: 'graduated_tier',
      ...tierBounds(tiers, at.index),
      quantity: formatDecimal(at.inTier),
      unitPrice: formatDecimal(tier.unitPrice),
      flatFee: formatDecimal(tier.flatFee),
      result: formatExact(at.amount),
    });
  });
}

/** The same on a transacted amount, each tier at its rate. */
export function rateGraduatedPercentage(tiers: readonly Tier[], amount: Decimal, steps: Steps): Exact {
  return sumTiers(tiers, amount, steps, (tier, at) => {
    steps?.push({
      code: 'graduated_percentage_tier',
      ...tierBounds(tiers, at.index),
      amount: formatDecimal(at.inTier),
      rate: formatDecimal(tier.unitPrice),
      flatFee: formatDecimal(tier.flatFee),
      result: formatExact(at.amount),
    });
  });
}

/** A tier's place for an explanation: its number from 1, its bounds, '' for an open end. */
export function tierBounds(
  tiers: readonly Tier[],
  index: number,
): { tier: string; from: string; upTo: string } {
  const lower = tiers[index - 1]?.upTo;
  const upper = tiers[index]?.upTo;
  return {
    tier: String(index + 1),
    from: lower ? formatDecimal(lower) : '0',
    upTo: upper ? formatDecimal(upper) : '',
  };
}

type Entered = { index: number; inTier: Decimal; amount: Exact };

function sumTiers(
  tiers: readonly Tier[],
  quantity: Decimal,
  steps: Steps,
  onTier: (tier: Tier, entered: Entered) => void,
): Exact {
  let total = EXACT_ZERO;
  let from = 0n;
  let entered = 0;
  for (let index = 0; index < tiers.length && quantity > from; index += 1) {
    const tier = tiers[index]!;
    const to = tier.upTo === null || quantity < tier.upTo ? quantity : tier.upTo;
    const inTier = (to - from) as Decimal;
    const amount = addExact(multiplyExact(tier.unitPrice, inTier), exactFromDecimal(tier.flatFee));
    onTier(tier, { index, inTier, amount });
    total = addExact(total, amount);
    from = to;
    entered += 1;
  }
  // One tier's amount is the sum already.
  if (entered > 1) steps?.push({ code: 'sum', result: formatExact(total) });
  return total;
}
