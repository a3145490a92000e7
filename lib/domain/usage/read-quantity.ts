import { DECIMAL_ONE, type Decimal, decimal, formatDecimal, parseDecimal } from '@/lib/domain/money/decimal';
import { divideRounded } from '@/lib/domain/money/round';
import type { MappedQuantity } from '@/lib/domain/usage/mapping';

export type ReadQuantity = (text: string) => string | QuantityFault;
export type QuantityFault = {
  code: 'invalid_quantity' | 'inexact_quantity' | 'quantity_too_large';
  message: string;
};

/**
 * Makes the reader of a mapping's quantities: separators off, converted exactly, as decimal text. A quotient that needs more
 * than 15 decimals is refused (`inexact_quantity`) unless the mapping says to round it, half away from zero.
 * Example: decimal comma, thousands point, divideBy 1000: "1.234,5" is "1.2345".
 */
export function quantityReader(mapped: MappedQuantity): ReadQuantity {
  const {
    decimalSeparator = '.',
    thousandsSeparator,
    multiplyBy = '1',
    divideBy = '1',
    inexact = 'refuse',
  } = mapped;
  const plain = plainNumber(decimalSeparator, thousandsSeparator);
  const [factor, divisor] = [decimal(multiplyBy), decimal(divideBy)];
  const isConverted = factor !== DECIMAL_ONE || divisor !== DECIMAL_ONE;
  if (divisor === 0n) throw new RangeError('A quantity cannot be divided by 0');
  if (!isConverted && decimalSeparator === '.' && thousandsSeparator === undefined)
    return (text) => (text.includes(',') ? withComma(text.trim()) : text.trim());
  return (text) => {
    const number = plain(text.trim());
    const read = number === null ? null : parseDecimal(number);
    if (read === null) return { code: 'invalid_quantity', message: `"${text.slice(0, 60)}" is no number.` };
    if (!isConverted) return formatDecimal(read);
    return convert(read, factor, divisor, inexact);
  };
}

/** A comma may part decimals or thousands: a guess could be a thousand times too much. */
const withComma = (text: string): QuantityFault => ({
  code: 'invalid_quantity',
  message: `"${text.slice(0, 60)}" has a comma. Write decimals with a point, as 1.5, or choose a mapping that says what the comma means.`,
});

/** Numbers with thousands in groups of three; a separator in another place means another number than the reader thinks. */
function plainNumber(point: '.' | ',', thousands: string | undefined): (text: string) => string | null {
  const inPattern = (separator: string) => (separator === ' ' ? '[ \\u00a0\\u202f]' : `\\${separator}`);
  const grouped = thousands === undefined ? null : `\\d{1,3}(?:${inPattern(thousands)}\\d{3})+|`;
  const form = new RegExp(
    `^([+-]?)(${grouped ?? ''}\\d+)(?:${inPattern(point)}(\\d+))?([eE][+-]?\\d{1,3})?$`,
  );
  return (text) => {
    const found = form.exec(text);
    if (!found) return null;
    const [, sign, integer, fraction, exponent] = found;
    return `${sign === '-' ? '-' : ''}${integer!.replace(/\D/g, '')}${fraction ? `.${fraction}` : ''}${exponent ?? ''}`;
  };
}

function convert(
  value: Decimal,
  factor: Decimal,
  divisor: Decimal,
  inexact: 'refuse' | 'round',
): string | QuantityFault {
  const numerator = value * factor;
  if (inexact === 'refuse' && numerator % divisor !== 0n) {
    const message =
      'The conversion needs more than 15 decimals. Convert by another factor, or let the mapping round at the 15th.';
    return { code: 'inexact_quantity', message };
  }
  const converted = divideRounded(numerator, divisor, 'half_away') as Decimal;
  if (parseDecimal(formatDecimal(converted)) === null) {
    return {
      code: 'quantity_too_large',
      message: 'The converted quantity has more than 23 digits before the point.',
    };
  }
  return formatDecimal(converted);
}
