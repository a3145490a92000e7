import type { CsvAmount, CsvNumber } from '@/lib/domain/billing/partner-bill/csv-mapping';
import { type Decimal, negateDecimal, parseDecimal } from '@/lib/domain/money/decimal';
import { quantityReader } from '@/lib/domain/usage/read-quantity';

export type NumberFault = { code: NumberFaultCode; message: string };
type NumberFaultCode = 'bad_number' | 'too_precise' | 'too_large' | 'currency_mark';

/**
 * Makes the reader of amounts: separators as the mapping has them, a minus before or after, brackets for credits, and a currency
 * beside the number only when it is the row's own. Exact to 15 decimals; nothing is cut off.
 * Example: decimal comma and thousands point read "(1.234,50 €)" of a row in EUR as -1234.5.
 */
export function amountReader(mapped: CsvAmount): (text: string, currency: string) => Decimal | NumberFault {
  const read = numberReader(mapped);
  return (text, currency) => {
    const { digits, isNegative, mark } = bared(text);
    if (mark !== '' && currency !== '' && !isMarkOf(mark, currency)) {
      const message = `${quoted(text)} says ${mark} where the row's currency is ${currency}. Map the currency to its own column, or correct the amount.`;
      return { code: 'currency_mark', message };
    }
    const number = read(digits, text);
    if (typeof number !== 'bigint') return number;
    return isNegative !== (mapped.sign === 'reversed') ? negateDecimal(number) : number;
  };
}

/** Makes the reader of plain numbers, a quantity say. */
export function numberReader(mapped: CsvNumber): (text: string, shown?: string) => Decimal | NumberFault {
  const { fields: _, ...format } = mapped;
  const read = quantityReader(format);
  return (text, shown = text) => {
    const plain = read(text);
    const number = typeof plain === 'string' ? parseDecimal(plain) : null;
    if (number !== null) return number;
    if (typeof plain !== 'string' && plain.code !== 'invalid_quantity') {
      const code = plain.code === 'quantity_too_large' ? 'too_large' : 'too_precise';
      return { code, message: `${quoted(shown)} cannot be held exactly. ${plain.message}` };
    }
    return faultOf(text, shown, mapped);
  };
}

function faultOf(text: string, shown: string, mapped: CsvNumber): NumberFault {
  const { decimalSeparator: point = '.', thousandsSeparator = '\0' } = mapped;
  const [integer = '', fraction = '', ...more] = text.replaceAll(thousandsSeparator, '').split(point);
  if (more.length === 0 && /^[+-]?\d*$/.test(integer) && /^\d*$/.test(fraction)) {
    if (integer.replace(/^[+-]?0*/, '').length > 23)
      return { code: 'too_large', message: `${quoted(shown)} is more than 23 digits long. Correct it.` };
    if (fraction.length > 15) {
      const message = `${quoted(shown)} has more than 15 decimals. Round it at the source; no part of an amount is cut off here.`;
      return { code: 'too_precise', message };
    }
  }
  const other = point === '.' ? 'comma' : 'point';
  const hint = /\d/.test(text)
    ? `Write it with a decimal ${point === '.' ? 'point' : 'comma'}, or say in the mapping that it has a decimal ${other} or thousands.`
    : 'Fill the number in, or say in the mapping which rows are no charges.';
  return { code: 'bad_number', message: `${quoted(shown)} is not a number. ${hint}` };
}

/** The digits with their separators; what stands around them is taken off and told. */
function bared(text: string): { digits: string; isNegative: boolean; mark: string } {
  // Nobody writes an amount this long, and blanks by the million would cost the pattern more than they are worth.
  if (text.length > MAX_LENGTH) return { digits: text.trim(), isNegative: false, mark: '' };
  const found = AROUND.exec(text.trim().replaceAll(/[\u2212\u2013]/g, '-'));
  if (found === null) return { digits: text.trim(), isNegative: false, mark: '' };
  const { open, first, before, second, digits, third, after, fourth, close } = found.groups!;
  const signs = [first, second, third, fourth].filter((sign) => sign !== undefined && sign !== '');
  const isBracketed = open !== undefined && close !== undefined;
  // Two signs, or half a pair of brackets, is no number that anybody meant.
  if ((open === undefined) !== (close === undefined) || signs.length + Number(isBracketed) > 1)
    return { digits: text.trim(), isNegative: false, mark: '' };
  return {
    digits: digits!,
    isNegative: isBracketed || signs[0] === '-',
    mark: before ?? after ?? '',
  };
}

const MAX_LENGTH = 100;
const MARK = '[A-Z]{3}|\\p{Sc}|zł|Kč|kr\\.?';
const AROUND = new RegExp(
  `^(?<open>\\()?\\s*(?<first>[+-]?)\\s*(?<before>${MARK})?\\s*(?<second>[+-]?)(?<digits>\\d[\\d.,' \\u00a0\\u202f]*(?:[eE][+-]?\\d{1,3})?|[.,]\\d+)(?<third>-?)\\s*(?<after>${MARK})?(?<fourth>-?)\\s*(?<close>\\))?$`,
  'u',
);

const SIGNS: Readonly<Record<string, readonly string[]>> = {
  '€': ['EUR'],
  '£': ['GBP', 'EGP', 'LBP', 'SYP'],
  '¥': ['JPY', 'CNY'],
  zł: ['PLN'],
  Kč: ['CZK'],
  kr: ['SEK', 'NOK', 'DKK', 'ISK'],
};

function isMarkOf(mark: string, currency: string): boolean {
  if (/^[A-Z]{3}$/.test(mark)) return mark === currency;
  if (mark === '$') return /D$|^(MXN|ARS|CLP|COP|UYU|NIO)$/.test(currency);
  return SIGNS[mark.replace(/\.$/, '')]?.includes(currency) ?? true;
}

const quoted = (text: string): string => `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;
