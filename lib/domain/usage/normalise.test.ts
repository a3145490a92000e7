import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { UsageMapping } from '@/lib/domain/usage/mapping';
import { compileMapping, type RowShape } from '@/lib/domain/usage/normalise';
import { ownColumnsMapping } from '@/lib/domain/usage/own-columns';

type Row = Record<string, string>;

const shape = (columns: string[]): RowShape<Row> => ({
  field: (name) => (columns.includes(name) ? (row) => row[name] ?? null : null),
  digest: (row) =>
    createHash('sha256')
      .update(JSON.stringify(Object.values(row)))
      .digest('hex')
      .slice(0, 12),
});

/** A call record as a switch in Warsaw writes it. */
const cdr: Row = {
  Type: 'CALL',
  Switch: 'WAW1',
  Seq: '0007',
  Date: '01.07.2026',
  Time: '12:00:00',
  Line: '48123456789',
  Called: '0012425550100',
  Bytes: '1.500.000,5',
};

const mapping: UsageMapping = {
  filters: [{ field: 'Type', is: ['CALL'] }],
  source: { constant: '//switch/waw' },
  id: { fields: ['Switch', 'Seq'], separator: '-' },
  time: { fields: ['Date', 'Time'], format: 'dd.MM.yyyy HH:mm:ss', timeZone: 'Europe/Warsaw' },
  subject: { fields: ['Line'] },
  meter: { constant: 'data' },
  quantity: { fields: ['Bytes'], decimalSeparator: ',', thousandsSeparator: '.', divideBy: '1000000' },
  attributes: [
    { name: 'country', fields: ['Called'], lookup: 'countries' },
    { name: 'network', constant: 'mobile' },
  ],
  lookups: { countries: { kind: 'prefix', entries: { '1': 'US', '1242': 'BS' } } },
};

function normaliser(changes: Partial<UsageMapping> = {}, columns = Object.keys(cdr)) {
  const compiled = compileMapping({ ...mapping, ...changes }, shape(columns));
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
  return compiled.normalise;
}

test('a row becomes an event, exactly', () => {
  expect(normaliser()(cdr)).toEqual({
    type: 'usage',
    source: '//switch/waw',
    id: 'WAW1-0007',
    time: '2026-07-01T10:00:00.000Z',
    subject: '48123456789',
    meter: 'data',
    quantity: '1.5000005',
    attributes: { country: 'BS', network: 'mobile' },
  });
});

test('rows of another kind are passed over', () => {
  expect(normaliser()({ ...cdr, Type: 'TRAILER' })).toBeNull();
  expect(normaliser({ filters: [{ field: 'Type', isNot: ['CALL'] }] })(cdr)).toBeNull();
});

test('what is wrong with a row has a code and the sender’s own column', () => {
  const read = normaliser();
  expect(read({ ...cdr, Line: '' })).toMatchObject({ code: 'missing_field', path: 'Line' });
  expect(read({ ...cdr, Date: '31.02.2026' })).toMatchObject({ code: 'time_format', path: 'Date, Time' });
  expect(read({ ...cdr, Bytes: '1,5,0' })).toMatchObject({ code: 'invalid_quantity', path: 'Bytes' });
  expect(read({ ...cdr, Bytes: '15.00' })).toMatchObject({ code: 'invalid_quantity' });
  expect(read({ ...cdr, Called: '48' })).toMatchObject({ code: 'lookup_missing', path: 'Called' });
  expect(read({ ...cdr, Seq: '' })).toMatchObject({ code: 'missing_field', path: 'Switch, Seq' });
});

test('a conversion is exact, or refused, or rounded when the mapping says so', () => {
  const gib = { fields: ['Bytes'], divideBy: '1073741824' };
  const row = { ...cdr, Bytes: '1' };
  expect(normaliser({ quantity: gib })(row)).toMatchObject({ code: 'inexact_quantity' });
  expect(normaliser({ quantity: { ...gib, inexact: 'round' } })(row)).toMatchObject({
    quantity: '0.000000000931323',
  });
  expect(normaliser({ quantity: gib })({ ...cdr, Bytes: '1073741824' })).toMatchObject({ quantity: '1' });
});

test('a sender without ids is told apart by the row’s content', () => {
  const read = normaliser({ id: { rowHash: true } });
  const id = (row: Row) => (read(row) as { id: string }).id;
  expect(id(cdr)).toBe(id({ ...cdr }));
  expect(id(cdr)).not.toBe(id({ ...cdr, Seq: '0008' }));
});

test('columns that the file does not have are told before any row is read', () => {
  const compiled = compileMapping(mapping, shape(['Type', 'Switch', 'Seq', 'Date', 'Time', 'Line']));
  expect(compiled).toMatchObject({
    ok: false,
    faults: [
      { code: 'unknown_field', path: 'quantity' },
      { code: 'unknown_field', path: 'country' },
    ],
  });
});

describe('times', () => {
  const time = (format: string, text: string, timeZone?: string) => {
    const read = normaliser({ time: { fields: ['Date'], format, ...(timeZone && { timeZone }) } })({
      ...cdr,
      Date: text,
    });
    return read && ('time' in read ? read.time : read.code);
  };
  test.each([
    ['iso', '2026-07-01T12:00:00+02:00', '2026-07-01T10:00:00.000Z'],
    ['iso', '2026-07-01 12:00:00.25Z', '2026-07-01T12:00:00.250Z'],
    ['unix', '1782900000', '2026-07-01T10:00:00.000Z'],
    ['unix_ms', '1782900000123', '2026-07-01T10:00:00.123Z'],
    ['M/d/yy h:mm a XXX', '7/1/26 1:05 PM +02:00', '2026-07-01T11:05:00.000Z'],
    ["yyyyMMdd'T'HHmmss XXX", '20260701T120000 Z', '2026-07-01T12:00:00.000Z'],
    ['iso', '2026-07-01T12:00:00', 'time_zone_missing'],
    ['iso', 'yesterday', 'time_format'],
    ['unix', '1e99', 'time_format'],
    ['yyyy-MM-dd HH:mm:ss', '2026-13-01 00:00:00', 'time_format'],
  ])('%s reads %s as %s', (format, text, expected) => {
    expect(time(format, text)).toBe(expected);
  });
  test('a local time follows its zone', () => {
    expect(time('iso', '2026-07-01T12:00:00', 'America/New_York')).toBe('2026-07-01T16:00:00.000Z');
  });
});

test('a header with our own names needs no mapping, and the others are attributes', () => {
  const header = [
    'Source',
    'id',
    'time',
    'subject',
    'meter',
    'quantity',
    'country',
    'error_code',
    'error_message',
  ];
  const own = ownColumnsMapping(header) as UsageMapping;
  const compiled = compileMapping(own, shape(header));
  const row: Row = {
    Source: '//a',
    id: '1',
    time: '2026-07-01T12:00:00Z',
    subject: 's',
    meter: 'm',
    quantity: '-1.50',
    country: 'DE',
    error_code: 'x',
    error_message: 'y',
  };
  expect(compiled.ok && compiled.normalise(row)).toMatchObject({
    quantity: '-1.50',
    attributes: { country: 'DE' },
  });
  expect(ownColumnsMapping(['id', 'time'])).toMatchObject([
    { message: 'The header has no column "source".' },
    {},
    {},
    {},
  ]);
});
