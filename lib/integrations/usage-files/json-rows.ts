import { hash } from 'node:crypto';
import type { UsageFileFormat, UsageMapping } from '@/lib/domain/usage/mapping';
import { compileMapping, type FieldValue, IMPRECISE, type RowShape } from '@/lib/domain/usage/normalise';
import { ERROR_COLUMNS } from '@/lib/domain/usage/own-columns';
import { AppError } from '@/lib/errors';
import { decodeCell } from '@/lib/integrations/partner-bills/decode-cell';
import type { RawRow } from '@/lib/integrations/usage-files/raw-row';
import { asCloudEvent, type RowRead, type RowReader } from '@/lib/integrations/usage-files/row-reader';
import { tmfEvent, tmfPlace } from '@/lib/integrations/usage-files/tmf-usage';

type JsonObject = Record<string, unknown>;

/**
 * How JSON rows become events: by a mapping, or as what they are. `sender` names the source of usage that has none of its own.
 */
export function jsonRows(format: UsageFileFormat, mapping: UsageMapping | null, sender: string): RowReader {
  if (mapping) return mapped(mapping);
  return {
    read: (row) => withObject(row, (object) => ({ event: eventOf(object, format, sender) })),
    place: (path) => (format === 'tmf635' ? tmfPlace(path) : path),
  };
}

function mapped(mapping: UsageMapping): RowReader {
  const compiled = compileMapping(mapping, shape);
  // Every path may be in some row, so nothing but a lookup can be unknown before it is read.
  if (!compiled.ok) {
    throw new AppError('invalid', 'unknown_lookup', compiled.faults[0]!.message, compiled.faults);
  }
  return {
    read: (row) =>
      withObject(row, (object) => {
        const event = compiled.normalise(object);
        if (event === null) return null;
        return 'code' in event ? { fault: event } : { event: asCloudEvent(event) };
      }),
    place: compiled.places,
  };
}

function withObject(row: RawRow, use: (object: JsonObject) => RowRead): RowRead {
  if (row.fault) return { fault: { ...row.fault, path: '' } };
  const text = decodeCell(row.text);
  if (text === null) {
    return {
      fault: { code: 'not_utf8', path: '', message: 'The row is not in UTF-8. Save the file as UTF-8.' },
    };
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { fault: { code: 'broken_json', path: '', message: 'The row is not valid JSON.' } };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { fault: { code: 'broken_json', path: '', message: 'The row is not a JSON object.' } };
  }
  return use(value as JsonObject);
}

function eventOf(object: JsonObject, format: UsageFileFormat, sender: string): unknown {
  if (format === 'tmf635' || Object.hasOwn(object, 'usageCharacteristic')) return tmfEvent(object, sender);
  if (format === 'cloudevents' || Object.hasOwn(object, 'specversion')) return object;
  return flatEvent(object);
}

/** A row with our own names and attributes beside them, as a CSV has them. */
function flatEvent(object: JsonObject): unknown {
  const { source, id, time, subject, meter, quantity, type = 'usage', ...rest } = object;
  const attributes = Object.fromEntries(
    Object.entries(rest).filter(([name, value]) => !ERRORS.has(name) && value !== null && value !== ''),
  );
  return { specversion: '1.0', type, source, id, time, subject, data: { meter, quantity, ...attributes } };
}

const ERRORS = new Set<string>(ERROR_COLUMNS);

const shape: RowShape<JsonObject> = {
  field: (path) => {
    const names = path.split('.');
    return (object) => textOf(Object.hasOwn(object, path) ? object[path] : valueAt(object, names));
  },
  digest: (object) => {
    const own = Object.fromEntries(Object.entries(object).filter(([name]) => !ERRORS.has(name)));
    return hash('sha256', JSON.stringify(own), 'hex').slice(0, 32);
  },
};

function valueAt(object: unknown, names: readonly string[]): unknown {
  let value = object;
  for (const name of names) {
    if (typeof value !== 'object' || value === null) return null;
    if (Array.isArray(value) && !/^\d+$/.test(name)) {
      // Lists of { name, value }, as TM Forum's characteristics are, are asked by name.
      value = value.find((item) => (item as { name?: unknown } | null)?.name === name)?.value;
    } else value = Object.hasOwn(value, name) ? (value as JsonObject)[name] : null;
  }
  return value;
}

function textOf(value: unknown): FieldValue {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'number') return null;
  const text = String(value);
  const digits = text.replace(/e.*$/, '').replace(/\D/g, '').replace(/^0+/, '');
  return digits.length > 15 ? IMPRECISE : text.replace('e+', 'e');
}

/** Suggests the paths of a JSON row, two levels deep, for a person to choose from. */
export function pathsOf(object: JsonObject): string[] {
  return Object.entries(object).flatMap(([name, value]) => {
    if (Array.isArray(value)) {
      return value.flatMap((item) => {
        const named = (item as { name?: unknown } | null)?.name;
        return typeof named === 'string' ? [`${name}.${named}`] : [];
      });
    }
    if (typeof value === 'object' && value !== null)
      return pathsOf(value as JsonObject).map((path) => `${name}.${path}`);
    return [name];
  });
}
