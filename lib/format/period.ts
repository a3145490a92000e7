import { civilDateToUtc, dateFormat } from '@/lib/format/date';

/**
 * A half-open period [from, to) as people write it, with its last day: 2026-10-01, 2026-11-01 → "1–31 Oct 2026".
 * One day shows as that day. Throws RangeError when `to` is not after `from`.
 */
export function formatPeriod(from: string, to: string, locale: string): string {
  const first = civilDateToUtc(from);
  const last = lastDayOf(from, to);
  const format = dateFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  return first.getTime() === last.getTime()
    ? format.format(first)
    : evenDash(format.formatRange(first, last));
}

/** The month a civil date lies in: "October 2026". */
export function formatMonth(civilDate: string, locale: string): string {
  return dateFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    civilDateToUtc(civilDate),
  );
}

/** Server and browser carry different years of locale data, which disagree on the spaces around a dash. */
function evenDash(range: string): string {
  return range.replace(/\s*–\s*/, (dash, at: number) => {
    const between = [range[at - 1], range[at + dash.length]];
    return between.every((mark) => mark !== undefined && /\d/.test(mark)) ? '–' : '\u00a0– ';
  });
}

function lastDayOf(from: string, to: string): Date {
  const dayMs = 86_400_000;
  const last = new Date(civilDateToUtc(to).getTime() - dayMs);
  if (last < civilDateToUtc(from)) throw new RangeError(`empty period: ${from} to ${to}`);
  return last;
}
