import type { UsageMapping } from '@/lib/domain/usage/mapping';
import { timeReader } from '@/lib/domain/usage/read-time';

/** A table's columns with some of each one's values. */
export type SampleColumns = readonly { name: string; values: readonly string[] }[];

/**
 * A first guess at a mapping, from the names of columns and what is in them, for a person to put right. The best-fitting column
 * is taken for each part of the event; what fits nothing and varies little becomes an attribute.
 */
export function suggestMapping(columns: SampleColumns, timeZone: string): UsageMapping {
  const left = new Set(columns.map(({ name }) => name));
  const take = (
    pattern: RegExp,
    fits: (values: readonly string[]) => boolean = () => true,
  ): string | null => {
    const found = columns.find(({ name, values }) => left.has(name) && pattern.test(name) && fits(values));
    if (!found) return null;
    left.delete(found.name);
    return found.name;
  };
  const time = takeTime(columns, left);
  const quantity =
    take(QUANTITY, areNumbers) ?? take(/./, (values) => areNumbers(values) && !areWhole(values));
  const subject = take(SUBJECT);
  const id = take(ID);
  const source = take(/^source$/i);
  const meter = take(METER);
  const attributes = columns.filter(({ name, values }) => left.has(name) && isAttribute(name, values));
  return {
    source: source ? { fields: [source] } : { constant: '//usage' },
    id: id ? { fields: [id] } : { rowHash: true },
    time: time
      ? { ...time, ...(needsZone(time, columns) && { timeZone }) }
      : { fields: [firstName(columns)], format: 'iso' },
    subject: { fields: [subject ?? firstName(columns)] },
    meter: meter ? { fields: [meter] } : { constant: 'data' },
    quantity: { fields: [quantity ?? firstName(columns)], ...separatorsOf(valuesOf(columns, quantity)) },
    attributes: attributes.slice(0, 32).map(({ name }) => ({ name: attributeName(name), fields: [name] })),
  };
}

const QUANTITY =
  /^(quantity|qty|volume|amount|usage|units?|bytes|mb|gb|minutes|duration|count|menge)|(_| )?(bytes|mb|gb)$/i;
const SUBJECT = /subject|msisdn|iccid|imsi|product|subscription|line|device|resource|account|sim\b|customer/i;
const ID =
  /^(id|no|nr)\.?$|(event|record|cdr|usage|transaction|call)[ _-]?(id|number|no|ref)|^uuid$|sequence|^seq/i;
const METER = /^meter$|service[ _-]?type|usage[ _-]?type|^type$|^service$/i;
const TIME = /time|date|start|when|stamp|zeit|datum/i;

const FORMATS = [
  'iso',
  'unix',
  'unix_ms',
  'dd.MM.yyyy HH:mm:ss',
  'dd.MM.yyyy HH:mm',
  'yyyy-MM-dd HH:mm',
  'dd/MM/yyyy HH:mm:ss',
  'MM/dd/yyyy HH:mm:ss',
  'dd/MM/yyyy HH:mm',
  'MM/dd/yyyy HH:mm',
  'yyyyMMddHHmmss',
  'yyyy/MM/dd HH:mm:ss',
  'dd.MM.yyyy',
  'dd/MM/yyyy',
  'MM/dd/yyyy',
  'd.M.yyyy',
  'yyyyMMdd',
];

type GuessedTime = { fields: string[]; format: string };

function takeTime(columns: SampleColumns, left: Set<string>): GuessedTime | null {
  const named = columns.filter(({ name }) => TIME.test(name));
  for (const { name, values } of [...named, ...columns]) {
    const format = timeFormatOf(values);
    if (format === null) continue;
    const clock = named.find(
      (other) => other.name !== name && most(other.values, (value) => CLOCK.test(value)),
    );
    if (
      clock &&
      timeFormatOf(values)!.match(/^dd\.MM\.yyyy$|^iso$/) &&
      values.every((value) => !/\d:\d/.test(value))
    ) {
      left.delete(clock.name);
      left.delete(name);
      const hours = most(clock.values, (value) => /:\d\d:/.test(value)) ? 'HH:mm:ss' : 'HH:mm';
      return { fields: [name, clock.name], format: `${format === 'iso' ? 'yyyy-MM-dd' : format} ${hours}` };
    }
    left.delete(name);
    return { fields: [name], format };
  }
  return null;
}

/** A sample may have broken rows; what holds for most of it is what was meant. */
const most = (values: readonly string[], holds: (value: string) => boolean): boolean =>
  values.filter(holds).length * 2 > values.length;

const CLOCK = /^\d{1,2}:\d{2}(:\d{2})?$/;

/** The first of the known forms that most of the values have; null when they are no times. */
export function timeFormatOf(values: readonly string[]): string | null {
  const given = values.filter((value) => value !== '');
  if (given.length === 0) return null;
  const fits = (format: string) => {
    const read = timeReader({ format, timeZone: 'UTC' });
    return most(given, (value) => {
      const time = read(value);
      // Small numbers are counts, not seconds since 1970.
      return typeof time === 'string' && time >= '2000' && time < '2100';
    });
  };
  return FORMATS.find(fits) ?? null;
}

const needsZone = ({ fields, format }: GuessedTime, columns: SampleColumns): boolean =>
  !format.startsWith('unix') &&
  !valuesOf(columns, fields[0]!).some((value) => /(Z|[+-]\d{2}:?\d{2})$/i.test(value) && value.includes(':'));

const valuesOf = (columns: SampleColumns, name: string | null): readonly string[] =>
  columns.find((column) => column.name === name)?.values ?? [];

const NUMBER = /^[+-]?[\d.,' ]*\d$/;
const areNumbers = (values: readonly string[]) =>
  most(
    values.filter((value) => value !== ''),
    (value) => NUMBER.test(value),
  );
const areWhole = (values: readonly string[]) => values.every((value) => /^\d*$/.test(value));

/** The separators that written numbers show: none of them means points and no groups. */
export function separatorsOf(values: readonly string[]): {
  decimalSeparator?: ',';
  thousandsSeparator?: '.' | ',';
} {
  if (values.some((value) => /\.\d{3},/.test(value)))
    return { decimalSeparator: ',', thousandsSeparator: '.' };
  if (values.some((value) => /,\d{3}\./.test(value))) return { thousandsSeparator: ',' };
  return values.some((value) => /\d,\d/.test(value)) ? { decimalSeparator: ',' } : {};
}

/** Few different values of few characters say what kind of usage it is; the rest says whose it is, or nothing. */
const isAttribute = (name: string, values: readonly string[]): boolean =>
  name.trim() !== '' && values.some((value) => value !== '') && values.every((value) => value.length <= 60);

const attributeName = (column: string): string =>
  column
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_.:-]+/gu, '_')
    .slice(0, 60) || 'attribute';

const firstName = (columns: SampleColumns): string => columns[0]?.name ?? 'id';
