import { isCurrency } from '@/lib/domain/money/currency';
import { parseMoney } from '@/lib/domain/money/money';
import { conflict, invalid } from '@/lib/errors';
import { moneyOf } from '@/lib/services/bills/bill-money';

/** A part of a whole that somebody wrote, net, above zero and at most the whole. Fails: `bad_amount`, `above_line`. */
export function readPart(text: string, wholeMinor: bigint, currency: string): bigint {
  const amount = isCurrency(currency) ? parseMoney(text, currency) : null;
  if (!amount || amount.amountMinor <= 0n) {
    throw invalid('bad_amount', 'amount', `Write an amount above zero in ${currency}, such as 250.00.`);
  }
  if (amount.amountMinor > wholeMinor) {
    throw conflict('above_line', `This is more than there is: ${moneyOf(currency)(wholeMinor)} ${currency}.`);
  }
  return amount.amountMinor;
}
