import { type Decimal, parseDecimal } from '@/lib/domain/money/decimal';

/** A numeric(38,15) as the database gives it: at most 15 decimals, so reading it loses nothing. */
export function decimalOf(text: string): Decimal {
  const parsed = parseDecimal(text);
  if (parsed === null) throw new RangeError(`Not a stored decimal: ${JSON.stringify(text)}`);
  return parsed;
}
