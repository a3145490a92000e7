import { intlLocale } from '@/lib/format/locales';

export type DecimalParts = { sign: string; integer: string; separator: string; fraction: string };

export type DecimalOptions = {
  minimumFractionDigits: number;
  maximumFractionDigits: number;
  /** Show "+" too, for differences; zero has no sign. */
  signed?: boolean;
};

export const trueMinus = '−';

/**
 * A decimal string ("-1234.5", any length) in the parts a reader of `locale` expects, never passing through
 * a float: Intl takes the string itself. Rounds half away from zero when digits are cut, and never shows "−0".
 * Throws RangeError for anything that is not a plain decimal.
 *
 * formatDecimalParts('-1234.5', 'en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
 *   → { sign: '−', integer: '1,234', separator: '.', fraction: '50' }
 */
export function formatDecimalParts(value: string, locale: string, options: DecimalOptions): DecimalParts {
  if (!isPlainDecimal(value)) throw new RangeError(`not a decimal: ${JSON.stringify(value)}`);
  if (options.maximumFractionDigits > INTL_FRACTION_DIGITS_MAX) return longParts(value, locale, options);
  const parts: DecimalParts = { sign: '', integer: '', separator: '', fraction: '' };
  for (const part of numberFormat(locale, options).formatToParts(value as `${number}`)) {
    if (part.type === 'minusSign') parts.sign = trueMinus;
    else if (part.type === 'plusSign') parts.sign = '+';
    else if (part.type === 'integer') parts.integer += part.value;
    // Which narrow space groups digits depends on the age of the locale data; server and browser must agree.
    else if (part.type === 'group') parts.integer += part.value.trim() || '\u00a0';
    else if (part.type === 'decimal') parts.separator = part.value;
    else if (part.type === 'fraction') parts.fraction = part.value;
  }
  return parts;
}

// Node 20 refuses more; a rate times a quantity can have thirty.
const INTL_FRACTION_DIGITS_MAX = 20;

/** All digits of a long fraction as they are written: Intl places sign, groups and point, and nothing is cut. */
function longParts(value: string, locale: string, options: DecimalOptions): DecimalParts {
  const [whole = '', fraction = ''] = value.split('.');
  // A last digit that is not zero keeps the sign of −0.000…1.
  const shape = fraction.replace(/0+$/, '') === '' ? `${whole}.0` : `${whole}.1`;
  const one = { ...options, minimumFractionDigits: 1, maximumFractionDigits: 1 };
  const shown = fraction.replace(/0+$/, '').padEnd(options.minimumFractionDigits, '0');
  const parts = formatDecimalParts(shape, locale, one);
  return shown === '' ? { ...parts, separator: '', fraction: '' } : { ...parts, fraction: shown };
}

export function joinDecimalParts(parts: DecimalParts): string {
  return parts.sign + parts.integer + parts.separator + parts.fraction;
}

export function isPlainDecimal(value: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(value);
}

/** Digits after the point as written, trailing zeros not counted: "1.50" → 1, "7" → 0. */
export function significantFractionDigits(value: string): number {
  return (value.split('.')[1] ?? '').replace(/0+$/, '').length;
}

const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(locale: string, options: DecimalOptions): Intl.NumberFormat {
  const { minimumFractionDigits, maximumFractionDigits, signed = false } = options;
  const key = `${locale}|${minimumFractionDigits}|${maximumFractionDigits}|${signed}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(intlLocale(locale), {
      minimumFractionDigits,
      maximumFractionDigits,
      signDisplay: signed ? 'exceptZero' : 'negative',
      // Four-digit numbers are grouped too, in every locale: a column must not mix "1000,00" and "10 000,00".
      useGrouping: 'always',
    });
    formats.set(key, format);
  }
  return format;
}
