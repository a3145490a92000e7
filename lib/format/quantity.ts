import { formatDecimalParts, joinDecimalParts, significantFractionDigits } from '@/lib/format/decimal-text';
import { intlLocale } from '@/lib/format/locales';

/** A quantity with all its decimals and its unit: "12,345.678 GB". */
export function formatQuantity(value: string, locale: string, unit?: string | null): string {
  const digits = significantFractionDigits(value);
  const text = joinDecimalParts(
    formatDecimalParts(value, locale, { minimumFractionDigits: 0, maximumFractionDigits: digits }),
  );
  return unit ? `${text}\u00a0${unit}` : text;
}

/** A count of things; not for money. */
export function formatCount(count: number, locale: string): string {
  return formatQuantity(String(Math.trunc(count)), locale);
}

/** A ratio as per cent with every digit it has: "0.013" → "1.3%". */
export function formatPercent(ratio: string, locale: string): string {
  const digits = Math.max(0, significantFractionDigits(ratio) - 2);
  const format = new Intl.NumberFormat(intlLocale(locale), {
    style: 'percent',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: 'negative',
  });
  return format.format(ratio as `${number}`).replace('-', '−');
}

/** Parts per million as per cent: 230000 → "23%". */
export function formatPpm(ratePpm: string | bigint, locale: string): string {
  const ppm = BigInt(ratePpm);
  const magnitude = (ppm < 0n ? -ppm : ppm).toString().padStart(7, '0');
  return formatPercent(`${ppm < 0n ? '-' : ''}${magnitude.slice(0, -6)}.${magnitude.slice(-6)}`, locale);
}

/** A file's size in decimal units: 1_536_000 → "1.5 MB". */
export function formatBytes(bytes: number, locale: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const format = new Intl.NumberFormat(intlLocale(locale), {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  });
  return format.format(bytes / 1000 ** step);
}
