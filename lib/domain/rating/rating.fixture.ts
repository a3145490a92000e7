import { type Currency, currency } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import { civilDate } from '@/lib/domain/period/civil-date';
import { parsePrice } from '@/lib/domain/pricing/parse-price';
import type { Price } from '@/lib/domain/pricing/price';
import { type RatingInput, ratePrice } from '@/lib/domain/rating/rate';

export const EUR: Currency = currency('EUR');
export const JANUARY = { from: civilDate('2026-01-01'), to: civilDate('2026-02-01') };

/** A usage price on the meter `m`, from its JSON; other kinds by naming one. */
export function priceOf(json: object, code: Currency = EUR): Price {
  const result = parsePrice({ key: 'p', kind: 'usage', meter: 'm', ...json }, { currency: code });
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.value;
}

/** The lines a price gives, as texts: { p: '170.00', 'p:maximum': '-5.00' }. */
export function linesOf(json: object, input: Partial<RatingInput>): Record<string, string> {
  const code = input.currency ?? EUR;
  const lines = ratePrice(priceOf(json, code), { currency: code, period: JANUARY, ...input });
  return Object.fromEntries(lines.map(({ key, amountMinor }) => [key, formatMinor(amountMinor, code)]));
}
