import { type Decimal, parseDecimal } from '@/lib/domain/money/decimal';

export type AmountFault = 'bad_number' | 'too_precise' | 'too_large';

/** An amount exactly as the file has it, plain or scientific, or why it cannot be held to 15 places. */
export function parseFocusAmount(text: string): Decimal | AmountFault {
  const exact = parseDecimal(text);
  if (exact !== null) return exact;
  const number = SHAPE.exec(text);
  if (number === null) return 'bad_number';
  const [, , integer = '', , exponent = '0'] = number;
  return integer.replace(/^0+/, '').length + Number(exponent) > 23 ? 'too_large' : 'too_precise';
}

/**
 * A quantity, cut to 15 places: what was consumed is told, never multiplied again, and exporters that compute in
 * floating point write 0.30000000000000004. Null when it is no number or beyond 23 digits.
 */
export function parseFocusQuantity(text: string): Decimal | null {
  const exact = parseDecimal(text);
  if (exact !== null) return exact;
  const [, sign = '', integer = '', fraction = '', exponent = '0'] = SHAPE.exec(text) ?? [];
  const shift = Number(exponent);
  if (integer === '' || Math.abs(shift) > 60) return null;
  const digits = '0'.repeat(Math.max(0, 1 - integer.length - shift)) + integer + fraction.padEnd(shift, '0');
  const point = Math.max(1, integer.length + shift);
  return parseDecimal(`${sign}${digits.slice(0, point)}.${digits.slice(point, point + 15).padEnd(1, '0')}`);
}

const SHAPE = /^(-?)(\d{1,60})(?:\.(\d{1,400}))?(?:[eE]([+-]?\d{1,3}))?$/;
