import { compileLookup, type LookUp } from '@/lib/domain/usage/look-up';
import type { MappedValue, NormalisedUsage, RowFault, UsageMapping } from '@/lib/domain/usage/mapping';
import { quantityReader } from '@/lib/domain/usage/read-quantity';
import { timeReader } from '@/lib/domain/usage/read-time';

/** A row's field as text; null when the row has none; 'imprecise' when JSON lost digits of a number. */
export type FieldValue = string | null | typeof IMPRECISE;
export const IMPRECISE = Symbol('imprecise');

/** What the mapping needs to know of rows: how to get at a field, and the digest of a whole row. */
export type RowShape<Row> = {
  /** Null when rows have no such field at all, as a CSV whose header lacks the column. */
  field(name: string): ((row: Row) => FieldValue) | null;
  digest(row: Row): string;
};

/** A row's event; what is wrong with the row; or null: the filters pass it over. */
export type Normalise<Row> = (row: Row) => NormalisedUsage | RowFault | null;

/**
 * Makes a mapping into a plain function of a row, with every field found once and not per row. Pure and exact: numbers stay
 * text or decimals. Fails with one fault per field that the rows do not have (`unknown_field`).
 * Codes of rows: `missing_field`, `imprecise_quantity`, `lookup_missing`, `time_format`, `time_zone_missing`, `time_refused`,
 * `invalid_quantity`, `inexact_quantity`, `quantity_too_large`.
 */
export function compileMapping<Row>(
  mapping: UsageMapping,
  shape: RowShape<Row>,
): { ok: true; normalise: Normalise<Row>; places: EventPlaces } | { ok: false; faults: RowFault[] } {
  const faults: RowFault[] = [];
  const compiler = new Compiler(mapping, shape, faults);
  const passes = compiler.filters();
  const source = compiler.value('source', mapping.source);
  const id = 'rowHash' in mapping.id ? null : compiler.value('id', mapping.id);
  const timeText = compiler.value('time', { separator: ' ', ...mapping.time });
  const subject = compiler.value('subject', mapping.subject);
  const meter = compiler.value('meter', mapping.meter);
  const quantityText = compiler.value('quantity', mapping.quantity);
  const attributes = compiler.attributes();
  if (faults.length > 0) return { ok: false, faults };
  const readTime = timeReader(mapping.time);
  const readQuantity = quantityReader(mapping.quantity);
  const [timePlace, quantityPlace] = [placeOf(mapping.time, 'time'), placeOf(mapping.quantity, 'quantity')];

  const normalise: Normalise<Row> = (row) => {
    if (!passes(row)) return null;
    const event = { type: 'usage' } as NormalisedUsage;
    const head = [
      ['source', source],
      ['id', id],
      ['subject', subject],
      ['meter', meter],
    ] as const;
    for (const [name, read] of head) {
      const value = read === null ? shape.digest(row) : read(row);
      if (typeof value !== 'string') return value;
      event[name] = value;
    }
    const time = timeText(row);
    if (typeof time !== 'string') return time;
    const readAt = readTime(time);
    if (typeof readAt !== 'string') return { ...readAt, path: timePlace };
    const quantity = quantityText(row);
    if (typeof quantity !== 'string') return quantity;
    const exact = readQuantity(quantity);
    if (typeof exact !== 'string') return { ...exact, path: quantityPlace };
    const given = attributes(row);
    if ('path' in given) return given.path;
    event.time = readAt;
    event.quantity = exact;
    event.attributes = given.values;
    return event;
  };
  return { ok: true, normalise, places: placesOf(mapping) };
}

/** Where in the sender's row a part of the event comes from, to say so when the event is refused. */
export type EventPlaces = (eventPath: string) => string;

type ReadText<Row> = (row: Row) => string | RowFault;

class Compiler<Row> {
  private readonly lookups = new Map<string, LookUp>();

  constructor(
    private readonly mapping: UsageMapping,
    private readonly shape: RowShape<Row>,
    private readonly faults: RowFault[],
  ) {
    for (const [name, lookup] of Object.entries(mapping.lookups ?? {}))
      this.lookups.set(name, compileLookup(lookup));
  }

  /** Reads one part of the event; a row without a value there is a fault. */
  value(part: string, mapped: MappedValue): ReadText<Row> {
    const place = placeOf(mapped, part);
    const missing = { code: 'missing_field', path: place, message: `The row has nothing for the ${part}.` };
    const read = this.text(mapped, part);
    return (row) => {
      const value = read(row);
      if (value === null || value === '') return missing;
      return value === IMPRECISE ? imprecise(place) : value;
    };
  }

  /** Attributes that a row leaves empty are left out of its event. */
  attributes(): (row: Row) => { values: Record<string, string> } | { path: RowFault } {
    const reads = (this.mapping.attributes ?? []).map(
      (mapped) => [mapped.name, this.text(mapped, mapped.name), placeOf(mapped, mapped.name)] as const,
    );
    return (row) => {
      const values: Record<string, string> = {};
      for (const [name, read, place] of reads) {
        const value = read(row);
        if (value === null || value === '') continue;
        if (value === IMPRECISE) return { path: imprecise(place) };
        if (typeof value !== 'string') return { path: value };
        values[name] = value;
      }
      return { values };
    };
  }

  filters(): (row: Row) => boolean {
    const tests = (this.mapping.filters ?? []).map(({ field, is, isNot }) => {
      const read = this.field(field, 'filters');
      const [wanted, unwanted] = [is && new Set(is), isNot && new Set(isNot)];
      return (row: Row) => {
        const value = read(row);
        const text = typeof value === 'string' ? value : '';
        return (!wanted || wanted.has(text)) && !unwanted?.has(text);
      };
    });
    if (tests.length === 0) return () => true;
    return (row) => tests.every((test) => test(row));
  }

  private text({ constant, fields = [], separator = '', lookup }: MappedValue, part: string) {
    const reads = fields.map((field) => this.field(field, part));
    const plain = constant === undefined ? joined(reads, separator) : () => constant;
    if (lookup === undefined) return plain;
    const find = this.lookups.get(lookup);
    if (!find) {
      this.faults.push({
        code: 'unknown_lookup',
        path: part,
        message: `The mapping has no lookup ${lookup}.`,
      });
      return plain;
    }
    const place = fields.join(', ') || part;
    return (row: Row): FieldValue | RowFault => {
      const value = plain(row);
      if (typeof value !== 'string' || value === '') return value;
      return (
        find(value) ?? {
          code: 'lookup_missing',
          path: place,
          message: `${lookup} has nothing for "${value.slice(0, 60)}".`,
        }
      );
    };
  }

  private field(name: string, part: string): (row: Row) => FieldValue {
    const read = this.shape.field(name);
    if (read) return read;
    this.faults.push({ code: 'unknown_field', path: part, message: `The file has no column "${name}".` });
    return () => null;
  }
}

function joined<Row>(
  reads: readonly ((row: Row) => FieldValue)[],
  separator: string,
): (row: Row) => FieldValue {
  const [only] = reads;
  if (reads.length === 1 && only) return only;
  return (row) => {
    const values: string[] = [];
    for (const read of reads) {
      const value = read(row);
      // An id or a time made of several columns is none when one of them is missing.
      if (typeof value !== 'string' || value === '') return value;
      values.push(value);
    }
    return values.join(separator);
  };
}

const imprecise = (path: string): RowFault => ({
  code: 'imprecise_quantity',
  path,
  message: 'A number of more than 15 digits is sent as text, or it is not exact.',
});

const placeOf = ({ fields }: MappedValue, part: string): string => fields?.join(', ') || part;

function placesOf(mapping: UsageMapping): EventPlaces {
  const places = new Map<string, string>([
    ['source', placeOf(mapping.source, 'source')],
    ['id', 'rowHash' in mapping.id ? 'id' : placeOf(mapping.id, 'id')],
    ['time', placeOf(mapping.time, 'time')],
    ['subject', placeOf(mapping.subject, 'subject')],
    ['data.meter', placeOf(mapping.meter, 'meter')],
    ['data.quantity', placeOf(mapping.quantity, 'quantity')],
    ...(mapping.attributes ?? []).map(
      (mapped) => [`data.${mapped.name}`, placeOf(mapped, mapped.name)] as [string, string],
    ),
  ]);
  return (path) => places.get(path) ?? path.replace(/^data\./, '');
}
