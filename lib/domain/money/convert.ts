import { type Currency, currencyExponent } from '@/lib/domain/money/currency';
import { DECIMAL_ONE, type Decimal } from '@/lib/domain/money/decimal';
import { divideRounded } from '@/lib/domain/money/round';

/**
 * An amount in another currency: `rate` is what one major unit of `from` costs in major units of `to`. Both currencies keep their own
 * decimals, and the result is rounded once, half away from zero, so that a payment and its reversal convert to opposite amounts.
 * convertMinor(10_000n, EUR, JPY, decimal('161.235')) is 16124n: 100.00 EUR are 16123.5 JPY, which has no decimals.
 * Fails: a rate that is not above zero throws.
 */
export function convertMinor(amountMinor: bigint, from: Currency, to: Currency, rate: Decimal): bigint {
  if (rate <= 0n) throw new RangeError(`Cannot convert ${amountMinor} ${from} to ${to} by a rate of ${rate}`);
  const numerator = amountMinor * rate * 10n ** BigInt(currencyExponent(to));
  return divideRounded(numerator, DECIMAL_ONE * 10n ** BigInt(currencyExponent(from)), 'half_away');
}
