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

/**
 * The parts of a sum in another currency: the sum is converted once, each part gets the floor of its own, and those with the largest rest
 * one more, the earlier before the later. Invariant: they sum to `convertAmount` of their sum.
 * Example: 10.00 and 10.00 EUR at 0.33333 are 3.34 and 3.33 of 6.67.
 */
export function convertParts(
  amounts: readonly bigint[],
  from: Currency,
  to: Currency,
  rate: Decimal,
): bigint[] {
  const { numerator, denominator } = minorFactor(from, to, rate);
  const exact = amounts.map((amountMinor) => amountMinor * numerator);
  const rests = exact.map((value) => ((value % denominator) + denominator) % denominator);
  const parts = exact.map((value, index) => (value - rests[index]!) / denominator);
  const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);
  const left = Number(convertAmount(sum(amounts), from, to, rate) - sum(parts));
  const order = rests.map((rest, index) => ({ rest, index }));
  order.sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  for (const { index } of order.slice(0, left)) parts[index]! += 1n;
  return parts;
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
