import { LocalClock } from '@/lib/domain/period/local-clock';
import type { MappedTime } from '@/lib/domain/usage/mapping';

/** Reads a time as the mapping says; answers ISO text in UTC, or what is wrong with it. */
export type ReadTime = (text: string) => string | TimeFault;
export type TimeFault = { code: 'time_format' | 'time_zone_missing' | 'time_refused'; message: string };

/**
 * Makes the reader of a mapping's times. Local times follow its zone; a time that a clock change repeats or skips follows its
 * rules. Example: pattern `dd.MM.yyyy HH:mm:ss` in Europe/Warsaw reads "01.07.2026 12:00:00" as 2026-07-01T10:00:00.000Z.
 */
export function timeReader(time: Omit<MappedTime, 'fields' | 'separator'>): ReadTime {
  const { format, timeZone, repeatedHour = 'first', skippedHour = 'forward' } = time;
  if (format === 'unix') return (text) => unixTime(text, 1000);
  if (format === 'unix_ms') return (text) => unixTime(text, 1);
  const read = compilePattern(format);
  const clock = timeZone ? new LocalClock(timeZone, { repeatedHour, skippedHour }) : null;
  return (text) => {
    const local = read(text);
    if (local === null) {
      return { code: 'time_format', message: `"${text.slice(0, 60)}" is not a time of the form ${format}.` };
    }
    if (local.offsetMs !== null) return new Date(local.ms - local.offsetMs).toISOString();
    if (clock === null) {
      const message = `"${text.slice(0, 60)}" has no offset: say in the mapping which time zone it is in.`;
      return { code: 'time_zone_missing', message };
    }
    const ms = clock.instantMs(local.ms);
    if (ms !== null) return new Date(ms).toISOString();
    const message = `"${text.slice(0, 60)}" is repeated or skipped by a clock change in ${timeZone}.`;
    return { code: 'time_refused', message };
  };
}

/** Whether a text is a format: one of the named ones, or a pattern with a full date. */
export const isTimeFormat = (format: string): boolean =>
  NAMED.has(format) ||
  (/yyyy|yy/.test(format) && /M/.test(format) && /d/.test(format) && patternOf(format) !== null);

const NAMED = new Set(['iso', 'unix', 'unix_ms']);

type LocalTime = { ms: number; offsetMs: number | null };

function unixTime(text: string, unitMs: number): string | TimeFault {
  const trimmed = text.trim();
  const ms = /^-?\d{1,15}(\.\d{1,9})?$/.test(trimmed) ? Math.floor(Number(trimmed) * unitMs) : Number.NaN;
  const date = new Date(ms);
  if (!Number.isNaN(date.getTime()) && Math.abs(ms) < YEAR_9999_MS) return date.toISOString();
  const unit = unitMs === 1 ? 'milliseconds' : 'seconds';
  return { code: 'time_format', message: `"${text.slice(0, 60)}" is no count of ${unit} since 1970.` };
}

const YEAR_9999_MS = Date.UTC(9999, 11, 31);
const ISO_TEXT =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s?(Z|[+-]\d{2}:?\d{2})?$/i;

function compilePattern(format: string): (text: string) => LocalTime | null {
  const pattern = format === 'iso' ? { text: ISO_TEXT, names: ISO_NAMES } : patternOf(format);
  if (pattern === null) throw new RangeError(`Not a time format: ${JSON.stringify(format)}`);
  const { text: expression, names } = pattern;
  return (text) => {
    const found = expression.exec(text.trim());
    if (found === null) return null;
    const parts: Partial<Record<PartName, string>> = {};
    for (const [index, name] of names.entries()) {
      const value = found[index + 1];
      if (value !== undefined) parts[name] = value;
    }
    return timeOf(parts);
  };
}

type PartName =
  | 'year'
  | 'shortYear'
  | 'month'
  | 'day'
  | 'hour'
  | 'hour12'
  | 'minute'
  | 'second'
  | 'fraction'
  | 'half'
  | 'offset';

const ISO_NAMES: readonly PartName[] = [
  'year',
  'month',
  'day',
  'hour',
  'minute',
  'second',
  'fraction',
  'offset',
];

const TOKENS: readonly [string, PartName, string][] = [
  ['yyyy', 'year', '(\\d{4})'],
  ['yy', 'shortYear', '(\\d{2})'],
  ['MM', 'month', '(\\d{2})'],
  ['M', 'month', '(\\d{1,2})'],
  ['dd', 'day', '(\\d{2})'],
  ['d', 'day', '(\\d{1,2})'],
  ['HH', 'hour', '(\\d{2})'],
  ['H', 'hour', '(\\d{1,2})'],
  ['hh', 'hour12', '(\\d{2})'],
  ['h', 'hour12', '(\\d{1,2})'],
  ['mm', 'minute', '(\\d{2})'],
  ['ss', 'second', '(\\d{2})'],
  ['S', 'fraction', '(\\d{1,9})'],
  ['a', 'half', '([AaPp]\\.?[Mm]\\.?)'],
  ['XXX', 'offset', '(Z|[+-]\\d{2}:?\\d{2})'],
];

/** Null when the pattern has a letter that means nothing here, or a part twice. Text between quotes stands for itself. */
function patternOf(format: string): { text: RegExp; names: PartName[] } | null {
  if (format.length > 60) return null;
  const names: PartName[] = [];
  let text = '';
  for (let at = 0; at < format.length; ) {
    const quoted = /^'([^']*)'/.exec(format.slice(at));
    const token = TOKENS.find(([letters]) => format.startsWith(letters, at));
    if (quoted) {
      text += escaped(quoted[1]!);
      at += quoted[0].length;
    } else if (token) {
      const [letters, name, part] = token;
      if (names.includes(name)) return null;
      names.push(name);
      text += part;
      at += letters.length;
    } else if (/[A-SU-Za-z]/.test(format[at]!)) {
      return null;
    } else {
      text += escaped(format[at]!);
      at += 1;
    }
  }
  return { text: new RegExp(`^${text}$`), names };
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

function timeOf(parts: Partial<Record<PartName, string>>): LocalTime | null {
  const year = parts.year ? Number(parts.year) : 2000 + Number(parts.shortYear ?? '0');
  const [month, day] = [Number(parts.month), Number(parts.day)];
  const hour = hourOf(parts);
  const [minute, second] = [Number(parts.minute ?? '0'), Number(parts.second ?? '0')];
  // A leap second has no instant of its own: 23:59:60 counts as 23:59:59.
  if (hour === null || hour > 23 || minute > 59 || second > 60) return null;
  const fractionMs = parts.fraction ? Number(parts.fraction.padEnd(3, '0').slice(0, 3)) : 0;
  const ms = Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59), fractionMs);
  const date = new Date(ms);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || date.getUTCFullYear() !== year)
    return null;
  return { ms, offsetMs: parts.offset === undefined ? null : offsetOf(parts.offset) };
}

function hourOf({ hour, hour12, half }: Partial<Record<PartName, string>>): number | null {
  if (hour12 === undefined) return Number(hour ?? '0');
  const twelfth = Number(hour12);
  if (half === undefined || twelfth < 1 || twelfth > 12) return null;
  return (twelfth % 12) + (/^p/i.test(half) ? 12 : 0);
}

function offsetOf(text: string): number {
  if (/^z$/i.test(text)) return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return (text.startsWith('-') ? -minutes : minutes) * 60_000;
}
