import { type Currency, currencyExponent, isCurrency } from '@/lib/domain/money/currency';
import { parsePlainDecimal } from '@/lib/domain/money/decimal';
import { parseMoney } from '@/lib/domain/money/money';
import { invalid } from '@/lib/errors';
import { requireBounded } from '@/lib/services/require-bounded';

/** Minor units of a decimal text. Fails: `bad_currency`, `bad_amount`, `too_many_decimals`, `amount_too_large`. */
export function readAmount(text: string, currency: string, path = 'amount'): bigint {
  const code = requireCurrency(currency);
  const parsed = parseMoney(text, code);
  if (parsed) return requireBounded(parsed.amountMinor, path);
  if (parsePlainDecimal(text) === null) {
    throw invalid('bad_amount', path, 'Write an amount as decimal text, such as 119.00.');
  }
  const decimals = currencyExponent(code);
  throw invalid('too_many_decimals', path, `An amount in ${code} has at most ${decimals} decimals.`);
}

function requireCurrency(currency: string): Currency {
  if (isCurrency(currency)) return currency;
  throw invalid('bad_currency', 'currency', `"${currency}" is no currency (ISO 4217).`);
}

/** Parts of a sum, each with its bill's id or number. */
export const readParts = (parts: readonly { bill: string; amount: string }[], currency: string) =>
  parts.map(({ bill, amount }, index) => ({
    billId: bill,
    amountMinor: readAmount(amount, currency, `allocations.${index}.amount`),
  }));
