import { intlLocale } from '@/lib/format/locales';

/**
 * What a person typed as a number, as a plain decimal string, or null when it is none.
 * Takes the locale's own marks ("1.234,50" in German), spaces and a true minus; a lone "." is always a point
 * where the locale does not group with it in that place.
 *
 * parseDecimalInput('1 234,5', 'pl') → '1234.5'
 */
export function parseDecimalInput(text: string, locale: string): string | null {
  const { group, decimal } = marksOf(locale);
  const compact = text
    .trim()
    .replace(/[\s\u00a0\u202f’']/g, '')
    .replace(/^[−–]/, '-');
  if (compact === '') return null;
  const grouped = new RegExp(`^[-+]?\\d{1,3}(\\${group}\\d{3})+(\\${decimal}\\d+)?$`);
  const plain = grouped.test(compact)
    ? compact.replaceAll(group, '').replace(decimal, '.')
    : compact.replace(decimal, '.');
  const match = /^([-+]?)0*(\d+)(?:\.(\d*))?$/.exec(plain);
  if (!match) return null;
  const [, sign, integer = '', fraction = ''] = match;
  const digits = fraction === '' ? integer : `${integer}.${fraction}`;
  return sign === '-' && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

function marksOf(locale: string): { group: string; decimal: string } {
  const parts = new Intl.NumberFormat(intlLocale(locale), { useGrouping: 'always' }).formatToParts(12345.6);
  const find = (type: string) => parts.find((part) => part.type === type)?.value;
  const group = find('group') ?? ',';
  // Spaces are removed before; any mark that cannot occur will do for those locales.
  return { group: /\s/.test(group) ? '_' : group, decimal: find('decimal') ?? '.' };
}
