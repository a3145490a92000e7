import { type Currency, currencyExponent } from '@/lib/domain/money/currency';
import { DECIMAL_SCALE, parsePlainDecimal } from '@/lib/domain/money/decimal';

/** An amount in the currency's minor units: 163.00 EUR is { amountMinor: 16300n, currency: 'EUR' }. */
export type Money = { readonly amountMinor: bigint; readonly currency: Currency };

export function money(amountMinor: bigint, currency: Currency): Money {
  return { amountMinor, currency };
}

/** a + b; throws when the currencies differ, because no rate is implied. */
export function addMoney(a: Money, b: Money): Money {
  if (a.currency !== b.currency) {
    throw new RangeError(`Cannot add ${formatMoney(b)} ${b.currency} to ${formatMoney(a)} ${a.currency}`);
  }
  return { amountMinor: a.amountMinor + b.amountMinor, currency: a.currency };
}

export function negateMoney(amount: Money): Money {
  return { amountMinor: -amount.amountMinor, currency: amount.currency };
}

export function sumMoney(currency: Currency, amounts: readonly Money[]): Money {
  return amounts.reduce(addMoney, { amountMinor: 0n, currency });
}

/** Plain decimal text with the currency's own decimals: "163.00", "-7.24", JPY "100", KWD "1.500". */
export function formatMoney(amount: Money): string {
  return formatMinor(amount.amountMinor, amount.currency);
}

/** As formatMoney, for an amount whose currency is held elsewhere. */
export function formatMinor(amountMinor: bigint, currency: Currency): string {
  const decimals = currencyExponent(currency);
  const negative = amountMinor < 0n;
  const digits = (negative ? -amountMinor : amountMinor).toString().padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  const text = decimals === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return negative ? `-${text}` : text;
}

/** Reads a decimal amount in major units. Null when it is no plain number ("1e3") or has more decimals than the currency: "1.005" EUR. */
export function parseMoney(text: string, currency: Currency): Money | null {
  const value = parsePlainDecimal(text);
  if (value === null) return null;
  const unit = 10n ** BigInt(DECIMAL_SCALE - currencyExponent(currency));
  return value % unit === 0n ? { amountMinor: value / unit, currency } : null;
}
