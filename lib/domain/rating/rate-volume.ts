import { type Decimal, formatDecimal } from '@/lib/domain/money/decimal';
import { addExact, type Exact, exactFromDecimal, formatExact, multiplyExact } from '@/lib/domain/money/exact';
import type { Tier } from '@/lib/domain/pricing/price';
import { tierBounds } from '@/lib/domain/rating/rate-graduated';
import type { Steps } from '@/lib/domain/rating/step';

/**
 * All units at the price of the tier the total falls in, and that tier's flat fee. The quantity is above zero.
 * Source: lago-doc volume. 65,000 at 0.0006 and flat 10 is 49.
 */
export function rateVolume(tiers: readonly Tier[], quantity: Decimal, steps: Steps): Exact {
  const index = tierIndexOf(tiers, quantity);
  const { unitPrice, flatFee } = tiers[index]!;
  const amount = addExact(multiplyExact(unitPrice, quantity), exactFromDecimal(flatFee));
  steps?.push({
    code: 'volume_tier',
    ...tierBounds(tiers, index),
    quantity: formatDecimal(quantity),
    unitPrice: formatDecimal(unitPrice),
    flatFee: formatDecimal(flatFee),
    result: formatExact(amount),
  });
  return amount;
}

/** The tier a quantity falls in: a quantity on a bound belongs to the tier that ends there. */
export function tierIndexOf(tiers: readonly Tier[], quantity: Decimal): number {
  const index = tiers.findIndex(({ upTo }) => upTo === null || quantity <= upTo);
  if (index === -1)
    throw new RangeError(`No tier holds ${formatDecimal(quantity)}: the last one must be open`);
  return index;
}
