import { type Decimal, formatDecimal } from '@/lib/domain/money/decimal';
import { type Exact, exactFromDecimal, formatExact } from '@/lib/domain/money/exact';
import { divideRounded } from '@/lib/domain/money/round';
import type { PackagePrice } from '@/lib/domain/pricing/price';
import type { Steps } from '@/lib/domain/rating/step';

/** Started packages × amount; the included units are already off the quantity. Source: lago-doc package. 101 over 100 at 5 is 10. */
export function ratePackage({ size, amount }: PackagePrice, quantity: Decimal, steps: Steps): Exact {
  const packages = divideRounded(quantity, size, 'up');
  const total = (exactFromDecimal(amount) * packages) as Exact;
  steps?.push({
    code: 'package',
    quantity: formatDecimal(quantity),
    size: formatDecimal(size),
    packages: packages.toString(),
    amount: formatDecimal(amount),
    result: formatExact(total),
  });
  return total;
}
