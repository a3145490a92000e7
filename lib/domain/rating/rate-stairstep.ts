import { type Decimal, formatDecimal } from '@/lib/domain/money/decimal';
import { type Exact, exactFromDecimal, formatExact } from '@/lib/domain/money/exact';
import type { Tier } from '@/lib/domain/pricing/price';
import { tierBounds } from '@/lib/domain/rating/rate-graduated';
import { tierIndexOf } from '@/lib/domain/rating/rate-volume';
import type { Steps } from '@/lib/domain/rating/step';

/** The flat fee of the tier the total falls in, and nothing per unit. The quantity is above zero. */
export function rateStairstep(tiers: readonly Tier[], quantity: Decimal, steps: Steps): Exact {
  const index = tierIndexOf(tiers, quantity);
  const { flatFee } = tiers[index]!;
  const amount = exactFromDecimal(flatFee);
  steps?.push({
    code: 'stairstep_tier',
    ...tierBounds(tiers, index),
    quantity: formatDecimal(quantity),
    flatFee: formatDecimal(flatFee),
    result: formatExact(amount),
  });
  return amount;
}
