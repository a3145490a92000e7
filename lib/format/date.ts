import { intlLocale } from '@/lib/format/locales';

export type DateStyle = 'short' | 'long' | 'day-month';
export type InstantStyle = 'date' | 'minute' | 'second';

/** A civil date, which has no zone and gets none: "2026-10-01" → "1 Oct 2026". Throws RangeError for a bad date. */
export function formatDate(civilDate: string, locale: string, style: DateStyle = 'short'): string {
  return dateFormat(locale, dateStyles[style]).format(civilDateToUtc(civilDate));
}

/** An instant (ISO 8601) on the clock of `timeZone`: "1 Oct 2026, 14:05"; `second` names the zone too. */
export function formatInstant(
  iso: string,
  locale: string,
  timeZone: string,
  style: InstantStyle = 'minute',
): string {
  const instant = new Date(iso);
  if (Number.isNaN(instant.getTime())) throw new RangeError(`not an instant: ${JSON.stringify(iso)}`);
  return dateFormat(locale, { ...instantStyles[style], timeZone }).format(instant);
}

/** Midnight UTC of a civil date; only ever formatted in UTC. */
export function civilDateToUtc(civilDate: string): Date {
  const date = new Date(`${civilDate}T00:00:00Z`);
  const real = /^\d{4}-\d{2}-\d{2}$/.test(civilDate) && !Number.isNaN(date.getTime());
  // JavaScript turns 31 February into 3 March without a word.
  if (!real || date.toISOString().slice(0, 10) !== civilDate) {
    throw new RangeError(`not a date: ${JSON.stringify(civilDate)}`);
  }
  return date;
}

const dateStyles: Record<DateStyle, Intl.DateTimeFormatOptions> = {
  short: { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' },
  long: { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' },
  'day-month': { day: 'numeric', month: 'short', timeZone: 'UTC' },
};

const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };

const instantStyles: Record<InstantStyle, Intl.DateTimeFormatOptions> = {
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  minute: { day: 'numeric', month: 'short', year: 'numeric', ...clock },
  second: {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    ...clock,
    second: '2-digit',
    timeZoneName: 'short',
  },
};

const formats = new Map<string, Intl.DateTimeFormat>();

export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(intlLocale(locale), options);
    formats.set(key, format);
  }
  return format;
}
