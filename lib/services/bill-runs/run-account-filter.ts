import type { RunAccountFilter } from '@/lib/db/run-account-filter';
import { type Currency, isCurrency } from '@/lib/domain/money/currency';
import { parseMoney } from '@/lib/domain/money/money';
import { invalid } from '@/lib/errors';
import type { RunAccountFilterInput } from '@/lib/schemas/run-account-filter';

/** A filter as it was asked for, in the words of the database. Fails: `unknown_currency`, and a total with too many decimals. */
export function accountFilterOf({
  accounts,
  currency,
  totalUpTo,
  state,
  ...rest
}: RunAccountFilterInput): RunAccountFilter {
  if (currency !== undefined && !isCurrency(currency)) {
    throw invalid('unknown_currency', 'filter.currency', `${currency} is no ISO 4217 currency.`);
  }
  return {
    ...rest,
    accountIds: accounts?.filter((account) => UUID.test(account)),
    numbers: accounts?.filter((account) => !UUID.test(account)),
    currencies: currency === undefined ? undefined : [currency],
    totalUpToMinor: totalUpTo === undefined ? undefined : minorOf(totalUpTo, currency as Currency),
    states: state === undefined ? undefined : [state],
  };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function minorOf(amount: string, currency: Currency): bigint {
  const parsed = parseMoney(amount, currency);
  if (parsed) return parsed.amountMinor;
  throw invalid('invalid_amount', 'filter.totalUpTo', `${amount} has more decimals than ${currency}.`);
}
