import type { Lookup, MappedValue, UsageMapping } from '@/lib/domain/usage/mapping';

/** A value as the form holds it: nothing is left out, so that a field always has something to show. */
export type ValueDraft = {
  kind: 'fields' | 'constant';
  fields: string[];
  separator: string;
  constant: string;
  lookup: string;
};

export type MappingDraft = {
  delimiter: string;
  header: boolean;
  skipLines: number;
  source: ValueDraft;
  id: ValueDraft;
  idIsRow: boolean;
  time: { fields: string[]; format: string; timeZone: string; repeatedHour: string; skippedHour: string };
  subject: ValueDraft;
  meter: ValueDraft;
  quantity: ValueDraft;
  decimalSeparator: string;
  thousandsSeparator: string;
  multiplyBy: string;
  divideBy: string;
  roundsInexact: boolean;
  attributes: (ValueDraft & { name: string })[];
  filters: { field: string; kind: 'is' | 'isNot'; values: string }[];
  lookups: { name: string; kind: Lookup['kind']; entries: string; otherwise: string }[];
  /** Parts that the form does not show, kept as they are. */
  columns: readonly string[] | null;
};

export const emptyValue = (): ValueDraft => ({
  kind: 'fields',
  fields: [''],
  separator: '',
  constant: '',
  lookup: '',
});

/** A mapping laid out for the form. `toMapping(toDraft(m))` is `m`, but for what says the same in other words. */
export function toDraft(mapping: UsageMapping): MappingDraft {
  const { csv = {}, id, time, quantity, attributes = [], filters = [], lookups = {} } = mapping;
  return {
    delimiter: csv.delimiter ?? '',
    header: csv.header ?? true,
    skipLines: csv.skipLines ?? 0,
    columns: csv.columns ?? null,
    source: valueDraft(mapping.source),
    id: 'rowHash' in id ? emptyValue() : valueDraft(id),
    idIsRow: 'rowHash' in id,
    time: {
      fields: [...time.fields],
      format: time.format,
      timeZone: time.timeZone ?? '',
      repeatedHour: time.repeatedHour ?? 'first',
      skippedHour: time.skippedHour ?? 'forward',
    },
    subject: valueDraft(mapping.subject),
    meter: valueDraft(mapping.meter),
    quantity: valueDraft(quantity),
    decimalSeparator: quantity.decimalSeparator ?? '.',
    thousandsSeparator: quantity.thousandsSeparator ?? '',
    multiplyBy: quantity.multiplyBy ?? '',
    divideBy: quantity.divideBy ?? '',
    roundsInexact: quantity.inexact === 'round',
    attributes: attributes.map(({ name, ...value }) => ({ name, ...valueDraft(value) })),
    filters: filters.map(({ field, is, isNot }) => ({
      field,
      kind: is ? 'is' : 'isNot',
      values: (is ?? isNot ?? []).join(', '),
    })),
    lookups: Object.entries(lookups).map(([name, { kind, entries, otherwise = '' }]) => ({
      name,
      kind,
      otherwise,
      entries: Object.entries(entries)
        .map(([from, to]) => `${from} = ${to}`)
        .join('\n'),
    })),
  };
}

/** The mapping that the form says; whether it is sound, the server says. */
export function toMapping(draft: MappingDraft): UsageMapping {
  const { time, attributes, filters, lookups } = draft;
  const csv = {
    ...(draft.delimiter && { delimiter: draft.delimiter as ',' }),
    ...(!draft.header && { header: false }),
    ...(draft.skipLines > 0 && { skipLines: draft.skipLines }),
    ...(draft.columns && { columns: draft.columns }),
  };
  const timeFields = time.fields.filter(Boolean);
  return {
    ...(Object.keys(csv).length > 0 && { csv }),
    ...(filters.length > 0 && { filters: filters.map(filterOf) }),
    source: mappedValue(draft.source),
    id: draft.idIsRow
      ? { rowHash: true }
      : {
          fields: draft.id.fields.filter(Boolean),
          ...(draft.id.separator && { separator: draft.id.separator }),
        },
    time: {
      fields: timeFields,
      format: time.format,
      ...(time.timeZone && { timeZone: time.timeZone }),
      ...(time.repeatedHour !== 'first' && { repeatedHour: time.repeatedHour as 'second' }),
      ...(time.skippedHour !== 'forward' && { skippedHour: time.skippedHour as 'refuse' }),
    },
    subject: mappedValue(draft.subject),
    meter: mappedValue(draft.meter),
    quantity: {
      ...mappedValue(draft.quantity),
      ...(draft.decimalSeparator === ',' && { decimalSeparator: ',' as const }),
      ...(draft.thousandsSeparator && { thousandsSeparator: draft.thousandsSeparator as '.' }),
      ...(draft.multiplyBy && { multiplyBy: draft.multiplyBy }),
      ...(draft.divideBy && { divideBy: draft.divideBy }),
      ...(draft.roundsInexact && { inexact: 'round' as const }),
    },
    ...(attributes.length > 0 && {
      attributes: attributes.map(({ name, ...value }) => ({ name, ...mappedValue(value) })),
    }),
    ...(lookups.length > 0 && {
      lookups: Object.fromEntries(
        lookups.map(({ name, kind, entries, otherwise }) => [
          name,
          { kind, entries: entriesOf(entries), ...(otherwise && { otherwise }) },
        ]),
      ),
    }),
  };
}

const valueDraft = ({ constant, fields, separator = '', lookup = '' }: MappedValue): ValueDraft => ({
  kind: constant === undefined ? 'fields' : 'constant',
  fields: fields ? [...fields] : [''],
  separator,
  constant: constant ?? '',
  lookup,
});

function mappedValue({ kind, fields, separator, constant, lookup }: ValueDraft): MappedValue {
  return {
    ...(kind === 'constant'
      ? { constant }
      : { fields: fields.filter(Boolean), ...(separator && { separator }) }),
    ...(lookup && { lookup }),
  };
}

function filterOf({ field, kind, values }: MappingDraft['filters'][number]) {
  const list = values.split(',').map((value) => value.trim());
  return kind === 'is' ? { field, is: list } : { field, isNot: list };
}

/** "49 = DE", one a line; also as two columns of a spreadsheet. */
function entriesOf(text: string): Record<string, string> {
  const pairs = text.split('\n').flatMap((line) => {
    const [, from, to] = /^\s*(.*?)\s*[=\t;]\s*(.*?)\s*$/.exec(line) ?? [];
    return from && to ? [[from, to] as const] : [];
  });
  return Object.fromEntries(pairs);
}
