import type { EInvoiceLine } from '@/lib/documents/ubl/einvoice';
import { textOf } from '@/lib/documents/ubl/text-of';
import { unitCode } from '@/lib/documents/ubl/unit-code';
import { type Currency, currencyExponent } from '@/lib/domain/money/currency';
import {
  DECIMAL_ONE,
  type Decimal,
  decimalFromInteger,
  formatDecimal,
  parseDecimal,
} from '@/lib/domain/money/decimal';
import { formatMinor } from '@/lib/domain/money/money';
import { divideRounded } from '@/lib/domain/money/round';
import { addDays, civilDate } from '@/lib/domain/period/civil-date';

/** A line: what was sold, how much of it, at which price, in which period, and its tax category. */
export function ublLine(line: EInvoiceLine, index: number, { currency, isCredit }: LineFrame) {
  const { description, unit, amountMinor, period } = line;
  const { quantity, price } = quantityAndPrice(line, currency);
  const code = unit === null ? null : unitCode(unit);
  const inWords = unit !== null && code === null && line.quantity !== null;
  return {
    'cbc:ID': String(index + 1),
    ...(inWords && { 'cbc:Note': textOf(`${line.quantity} ${unit}`) }),
    [isCredit ? 'cbc:CreditedQuantity' : 'cbc:InvoicedQuantity']: {
      '@unitCode': code ?? 'C62',
      '#text': formatDecimal(quantity),
    },
    'cbc:LineExtensionAmount': { '@currencyID': currency, '#text': formatMinor(amountMinor, currency) },
    ...(period && { 'cac:InvoicePeriod': ublPeriod(period) }),
    'cac:Item': {
      'cbc:Name': textOf(description),
      'cac:ClassifiedTaxCategory': ublTaxCategory(line),
    },
    'cac:Price': { 'cbc:PriceAmount': { '@currencyID': currency, '#text': formatDecimal(price) } },
  };
}

export type LineFrame = { currency: Currency; isCredit: boolean };

/** Half-open here, with its last day there. */
export const ublPeriod = ({ from, to }: { from: string; to: string }) => ({
  'cbc:StartDate': from,
  'cbc:EndDate': to > from ? addDays(civilDate(to), -1) : from,
});

/** A rate where there is one: what is not subject to VAT has none (BR-O-05). */
export const ublTaxCategory = ({ category, ratePercent }: { category: string; ratePercent: string }) => ({
  'cbc:ID': category,
  ...(category !== 'O' && { 'cbc:Percent': ratePercent }),
  'cac:TaxScheme': { 'cbc:ID': 'VAT' },
});

/**
 * A price is never below zero (BR-27), so the quantity has the sign. It is what one unit came to, tiers and included units together, at ten
 * places; where that times the quantity would not round to the amount, or nothing was counted, the line is one of its amount
 * (PEPPOL-EN16931-R120).
 * Example: 21 units for 163.00 are 21 × 7.7619047619; a discount of −5.00 is −1 × 5.00.
 */
function quantityAndPrice({ quantity: text, amountMinor }: EInvoiceLine, currency: Currency) {
  const amount = (magnitude(amountMinor) * DECIMAL_ONE) / 10n ** BigInt(currencyExponent(currency));
  const counted = magnitude(text === null ? 0n : (parseDecimal(text) ?? 0n));
  const price = counted === 0n ? 0n : divideRounded(amount * DECIMAL_ONE, counted, 'half_away');
  const rounded = divideRounded(price, PRICE_STEP, 'half_away') * PRICE_STEP;
  const back = divideRounded(rounded * counted, DECIMAL_ONE, 'half_away');
  const isExact = counted !== 0n && magnitude(back - amount) < HALF_A_CENT;
  const sign = amountMinor < 0n ? -1n : 1n;
  return isExact
    ? { quantity: (sign * counted) as Decimal, price: rounded as Decimal }
    : { quantity: decimalFromInteger(sign), price: amount as Decimal };
}

const PRICE_STEP = 10n ** 5n;
const HALF_A_CENT = DECIMAL_ONE / 200n;

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);
