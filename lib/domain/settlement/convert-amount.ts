import { type Currency, currencyExponent } from '@/lib/domain/money/currency';
import { DECIMAL_SCALE, type Decimal } from '@/lib/domain/money/decimal';
import { divideRounded } from '@/lib/domain/money/round';

/**
 * An amount of one currency in another at `rate` (major units of `to` for one of `from`), rounded once, half away from zero.
 * Rows are not converted one by one: a group's sum is, and its rows share the result by largest remainder.
 * Example: 1,000 JPY at 0.006123 is 6.12 EUR.
 */
export function convertAmount(amountMinor: bigint, from: Currency, to: Currency, rate: Decimal): bigint {
  const { numerator, denominator } = minorFactor(from, to, rate);
  return divideRounded(amountMinor * numerator, denominator, 'half_away');
}

/** How many minor units of `to` one of `from` is, exactly. */
export function minorFactor(
  from: Currency,
  to: Currency,
  rate: Decimal,
): { numerator: bigint; denominator: bigint } {
  return {
    numerator: rate * 10n ** BigInt(currencyExponent(to)),
    denominator: 10n ** BigInt(DECIMAL_SCALE + currencyExponent(from)),
  };
}
