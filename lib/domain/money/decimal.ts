import { divideRounded, type RoundingRule } from '@/lib/domain/money/round';

declare const decimalBrand: unique symbol;

/** An exact decimal number held as a whole number of 10⁻¹⁵: quantities, unit prices, rates. `numeric(38,15)` in the database. */
export type Decimal = bigint & { readonly [decimalBrand]: true };

export const DECIMAL_SCALE = 15;
export const DECIMAL_MAX_INTEGER_DIGITS = 23;
export const DECIMAL_ONE = 1_000_000_000_000_000n as Decimal;
export const DECIMAL_ZERO = 0n as Decimal;

/**
 * Reads "12", "-1.50" or "1e-7". Null for anything that is not exactly a decimal of at most 23 digits before the
 * point and 15 after it: "", "1,5", "NaN", ".5", "0x1f", blanks. Zeros beyond the 15th place change nothing and are read.
 */
export function parseDecimal(text: string): Decimal | null {
  let at = text.charCodeAt(0) === MINUS ? 1 : 0;
  const negative = at === 1;
  const integerFrom = at;
  at = skipDigits(text, at);
  if (at === integerFrom) return null;
  const integer = text.slice(integerFrom, at);

  let fraction = '';
  if (text.charCodeAt(at) === POINT) {
    const fractionFrom = at + 1;
    at = skipDigits(text, fractionFrom);
    if (at === fractionFrom) return null;
    fraction = text.slice(fractionFrom, at);
  }
  const exponent = at === text.length ? 0 : parseExponent(text.slice(at));
  if (exponent === null) return null;

  const magnitude = toScaled(integer, fraction, exponent);
  if (magnitude === null) return null;
  return (negative ? -magnitude : magnitude) as Decimal;
}

/** As parseDecimal, and null for a number with an exponent: "1e3" is no way to write an amount. */
export const parsePlainDecimal = (text: string): Decimal | null =>
  /e/i.test(text) ? null : parseDecimal(text);

/** A decimal from a literal in code; throws when the text is not one. */
export function decimal(text: string): Decimal {
  const parsed = parseDecimal(text);
  if (parsed === null) throw new RangeError(`Not a decimal number: ${JSON.stringify(text)}`);
  return parsed;
}

export function decimalFromInteger(integer: bigint | number): Decimal {
  return (BigInt(integer) * DECIMAL_ONE) as Decimal;
}

/** The shortest plain text of the number: no trailing zeros, no exponent, never "-0". */
export function formatDecimal(value: Decimal): string {
  return formatScaled(value, DECIMAL_SCALE);
}

/** Writes a whole number of 10⁻ˢᶜᵃˡᵉ as plain decimal text without trailing zeros. */
export function formatScaled(value: bigint, scale: number): string {
  const negative = value < 0n;
  const digits = (negative ? -value : value).toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  let end = digits.length;
  while (end > point && digits.charCodeAt(end - 1) === ZERO) end -= 1;
  const text =
    end === point ? digits.slice(0, point) : `${digits.slice(0, point)}.${digits.slice(point, end)}`;
  return negative ? `-${text}` : text;
}

export function addDecimal(a: Decimal, b: Decimal): Decimal {
  return (a + b) as Decimal;
}

export function negateDecimal(value: Decimal): Decimal {
  return -value as Decimal;
}

export function compareDecimal(a: Decimal, b: Decimal): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** a ÷ b at 15 places, by the rule: 10 ÷ 3 is 3.333333333333333. */
export function divideDecimal(a: Decimal, b: Decimal, rule: RoundingRule = 'half_away'): Decimal {
  return divideRounded(a * DECIMAL_ONE, b, rule) as Decimal;
}

const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;
// Longer texts are refused before BigInt sees them, so that a megabyte of digits costs nothing.
const MAX_DIGITS = 400;

function skipDigits(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < ZERO || code > NINE) break;
  }
  return at;
}

function parseExponent(text: string): number | null {
  const letter = text.charCodeAt(0);
  if (letter !== 69 && letter !== 101) return null;
  const signed = text.charCodeAt(1) === MINUS || text.charCodeAt(1) === 43;
  const from = signed ? 2 : 1;
  if (from === text.length || text.length > from + 3 || skipDigits(text, from) !== text.length) return null;
  const size = Number(text.slice(from));
  return text.charCodeAt(1) === MINUS ? -size : size;
}

function toScaled(integer: string, fraction: string, exponent: number): bigint | null {
  const digits = integer + fraction;
  if (digits.length > MAX_DIGITS) return null;
  const shift = DECIMAL_SCALE + exponent - fraction.length;
  // Noughts as text cost less than a multiplication: this is read for every row of a file.
  const isShort = shift >= 0 && digits.length + shift <= MAX_DIGITS;
  let scaled = BigInt(isShort ? digits.padEnd(digits.length + shift, '0') : digits);
  if (scaled === 0n || isShort) return scaled >= LIMIT ? null : scaled;
  if (shift >= 0) {
    scaled *= 10n ** BigInt(shift);
  } else {
    const divisor = 10n ** BigInt(-shift);
    if (scaled % divisor !== 0n) return null;
    scaled /= divisor;
  }
  return scaled >= LIMIT ? null : scaled;
}

const LIMIT = 10n ** BigInt(DECIMAL_MAX_INTEGER_DIGITS + DECIMAL_SCALE);
