import { type Currency, currencyExponent } from '@/lib/domain/money/currency';
import { DECIMAL_ONE, type Decimal, formatScaled } from '@/lib/domain/money/decimal';
import type { Money } from '@/lib/domain/money/money';
import { divideRounded, type RoundingRule } from '@/lib/domain/money/round';

declare const exactBrand: unique symbol;

/** An amount in major units before its single rounding, as a whole number of 10⁻³⁰: a price of 15 places times a quantity of 15. */
export type Exact = bigint & { readonly [exactBrand]: true };

export const EXACT_SCALE = 30;
export const EXACT_ZERO = 0n as Exact;

export function multiplyExact(a: Decimal, b: Decimal): Exact {
  return (a * b) as bigint as Exact;
}

export function exactFromDecimal(value: Decimal): Exact {
  return (value * DECIMAL_ONE) as bigint as Exact;
}

export function exactFromMoney(amount: Money): Exact {
  return exactFromMinor(amount.amountMinor, amount.currency);
}

export function exactFromMinor(amountMinor: bigint, currency: Currency): Exact {
  return (amountMinor * minorUnit(currency)) as Exact;
}

export function addExact(a: Exact, b: Exact): Exact {
  return (a + b) as Exact;
}

export function subtractExact(a: Exact, b: Exact): Exact {
  return (a - b) as Exact;
}

/**
 * value × numerator ÷ denominator, cut towards zero beyond 30 places. Cutting, not rounding: a half of a minor unit is
 * representable at 30 places, so the line's own rounding still sees on which side of it the true value lies, and the
 * amount equals one rounding of the true value.
 */
export function scaleExact(value: Exact, numerator: bigint, denominator: bigint): Exact {
  return divideRounded(value * numerator, denominator, 'towards_zero') as Exact;
}

/** Plain decimal text in major units, with all its decimals and no trailing zeros. */
export function formatExact(value: Exact): string {
  return formatScaled(value, EXACT_SCALE);
}

/** THE rounding at the line: an exact amount in minor units of its currency. 7.243548… EUR is 724n. */
export function toMinor(value: Exact, currency: Currency, rule: RoundingRule = 'half_away'): bigint {
  return divideRounded(value, minorUnit(currency), rule);
}

const MINOR_UNITS = [0, 1, 2, 3, 4].map((exponent) => 10n ** BigInt(EXACT_SCALE - exponent));

function minorUnit(currency: Currency): bigint {
  return MINOR_UNITS[currencyExponent(currency)]!;
}
