import { currencyExponent, isCurrency } from '@/lib/domain/money/currency';
import {
  type DecimalParts,
  formatDecimalParts,
  joinDecimalParts,
  significantFractionDigits,
} from '@/lib/format/decimal-text';

export type MoneyParts = DecimalParts & { currency: string };

export type MoneyOptions = {
  /** All decimals of the amount, however many; otherwise the currency's own number, rounded half away from zero. */
  exact?: boolean;
  /** "+" on what is above zero. */
  signed?: boolean;
};

/**
 * An amount (decimal string, major units) as the parts we set apart on screen.
 * The currency is its ISO code, after the amount in every language: the code column then stands straight.
 *
 * formatMoneyParts('20.52022672899', 'USD', 'en', { exact: true }).fraction → '52022672899'
 */
export function formatMoneyParts(
  amount: string,
  currency: string,
  locale: string,
  options: MoneyOptions = {},
): MoneyParts {
  const own = moneyFractionDigits(currency);
  const maximum = options.exact ? Math.max(own, significantFractionDigits(amount)) : own;
  const digits = { minimumFractionDigits: own, maximumFractionDigits: maximum };
  const parts = formatDecimalParts(amount, locale, { ...digits, signed: options.signed ?? false });
  return { ...parts, currency };
}

/** The same on one line, for sentences, titles and labels: "−1,234.50 EUR" (with a no-break space). */
export function formatMoney(
  amount: string,
  currency: string,
  locale: string,
  options: MoneyOptions = {},
): string {
  return `${joinDecimalParts(formatMoneyParts(amount, currency, locale, options))}\u00a0${currency}`;
}

/** ISO 4217 decimals; 2 for a code we do not know, so that a wrong code is still shown beside its number. */
export function moneyFractionDigits(currency: string): number {
  return isCurrency(currency) ? currencyExponent(currency) : 2;
}
