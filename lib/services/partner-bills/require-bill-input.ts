import { isCurrency } from '@/lib/domain/money/currency';
import { parseDecimal } from '@/lib/domain/money/decimal';
import { invalid } from '@/lib/errors';
import { AUTO_FORMAT, partnerBillFormats } from '@/lib/schemas/partner-bill';

/**
 * What can be said of a bill before its first byte is read. Fails: `unknown_format`, `external_id_required`, `unknown_currency`,
 * `bad_number`, `repeated_total`.
 */
export function requireBillInput(input: {
  externalId: string;
  format: string;
  statedTotals?: readonly { currency: string; amount: string }[];
}): void {
  requireFormat(input.format);
  if (input.externalId.trim() === '' || input.externalId.length > 200) {
    throw invalid(
      'external_id_required',
      'externalId',
      'Give the bill its number in the partner’s books, up to 200 characters.',
    );
  }
  requireTotals(input.statedTotals ?? []);
}

function requireTotals(totals: readonly { currency: string; amount: string }[]): void {
  for (const [i, { currency, amount }] of totals.entries()) {
    if (!isCurrency(currency)) {
      throw invalid(
        'unknown_currency',
        `statedTotals.${i}.currency`,
        `${currency.slice(0, 40)} is not an ISO 4217 currency.`,
      );
    }
    if (parseDecimal(amount) === null) {
      throw invalid(
        'bad_number',
        `statedTotals.${i}.amount`,
        'Write the total as a number with a point, as 20.52.',
      );
    }
    if (totals.findIndex((total) => total.currency === currency) < i) {
      throw invalid(
        'repeated_total',
        `statedTotals.${i}.currency`,
        `There are two totals in ${currency}. State one.`,
      );
    }
  }
}

function requireFormat(format: string): void {
  if (format === AUTO_FORMAT || partnerBillFormats.some((known) => known === format)) return;
  const known = partnerBillFormats.join(', ');
  const message = `"${format.slice(0, 40)}" is no format of partner bills. Send the bill as ${known}; or leave the format out, and it is found out.`;
  throw invalid('unknown_format', 'format', message);
}
