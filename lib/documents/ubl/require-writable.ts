import type { EInvoice, EInvoiceLine } from '@/lib/documents/ubl/einvoice';
import { currencyExponent } from '@/lib/domain/money/currency';
import { conflict } from '@/lib/errors';

/**
 * Lets through what EN 16931 can say. Fails: `not_representable` for a currency with more than two decimals (BR-DEC). Throws with both
 * numbers when the parts are not the whole (BR-CO-10, -14, -15, and BR-S-08 with its likes): that is no invoice, but a defect.
 */
export function requireWritable(invoice: EInvoice): void {
  const { number, currency, lines, taxes, netMinor, taxMinor, totalMinor } = invoice;
  if (currencyExponent(currency) > 2) {
    throw conflict(
      'not_representable',
      `${currency} has more than the two decimals that EN 16931 allows. Ask for .pdf or .csv.`,
    );
  }
  const same = (what: string, is: bigint, wanted: bigint) => {
    if (is !== wanted) throw new Error(`${number}: ${what} is ${is}, and its parts are ${wanted}`);
  };
  same('net', netMinor, sum(lines));
  same(
    'tax',
    taxMinor,
    taxes.reduce((whole, tax) => whole + tax.taxMinor, 0n),
  );
  same('total', totalMinor, netMinor + taxMinor);
  for (const { category, ratePercent, baseMinor } of taxes) {
    const own = lines.filter((line) => line.category === category && line.ratePercent === ratePercent);
    same(`the base of ${category} ${ratePercent} %`, baseMinor, sum(own));
  }
}

const sum = (lines: readonly EInvoiceLine[]): bigint =>
  lines.reduce((whole, { amountMinor }) => whole + amountMinor, 0n);
