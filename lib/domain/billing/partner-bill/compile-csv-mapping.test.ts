import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileCsvMapping } from '@/lib/domain/billing/partner-bill/compile-csv-mapping';
import type { CsvBillMapping } from '@/lib/domain/billing/partner-bill/csv-mapping';
import { amountReader } from '@/lib/domain/billing/partner-bill/read-csv-amount';
import { suggestCsvMapping } from '@/lib/domain/billing/partner-bill/suggest-csv-mapping';
import { decimal, formatDecimal } from '@/lib/domain/money/decimal';
import { civilDate } from '@/lib/domain/period/civil-date';

const cycle = { from: civilDate('2026-10-01'), to: civilDate('2026-11-01') };
const columns = ['Kunde', 'Leistung', 'Art', 'Von', 'Bis', 'Menge', 'Betrag'];
const mapping: CsvBillMapping = {
  account: { fields: ['Kunde'] },
  service: { fields: ['Leistung'] },
  chargeCategory: { fields: ['Art'], values: { Verbrauch: 'usage', Gutschrift: 'credit' } },
  currency: { constant: 'EUR' },
  amount: { fields: ['Betrag'], decimalSeparator: ',', thousandsSeparator: '.' },
  quantity: { fields: ['Menge'], decimalSeparator: ',' },
  period: {
    kind: 'columns',
    from: { fields: ['Von'], format: 'dd.MM.yyyy' },
    to: { fields: ['Bis'], format: 'dd.MM.yyyy' },
    toIsLastDay: true,
  },
  skip: [{ field: 'Kunde', is: [''], startsWith: ['Summe'] }],
};

function read(cells: string[], change: Partial<CsvBillMapping> = {}, header: string[] = columns) {
  const compiled = compileCsvMapping({ ...mapping, ...change }, header, cycle);
  if (!compiled.ok) throw new Error(compiled.faults.map(({ message }) => message).join(' '));
  return compiled.read(cells);
}

const row = (change: Record<string, string> = {}) =>
  columns.map(
    (column) =>
      change[column] ??
      {
        Kunde: 'K-1',
        Leistung: 'Cloud',
        Art: 'Verbrauch',
        Von: '01.10.2026',
        Bis: '31.10.2026',
        Menge: '2,5',
      }[column] ??
      '1.234,50',
  );

test('a row of a German list becomes a charge', () => {
  expect(read(row())).toEqual({
    charge: {
      payer: null,
      account: 'K-1',
      accountName: null,
      service: 'Cloud',
      category: '',
      chargeCategory: 'usage',
      description: 'Cloud',
      quantity: decimal('2.5'),
      unit: null,
      currency: 'EUR',
      amount: decimal('1234.5'),
      period: { from: '2026-10-01', to: '2026-11-01' },
      taxCode: null,
      id: null,
    },
  });
});

test('totals and blank rows are no charges', () => {
  expect(read(row({ Kunde: '' }))).toBeNull();
  expect(read(row({ Kunde: 'SUMME Oktober' }))).toBeNull();
  expect(read(columns.map(() => ' '))).toBeNull();
});

test('all faults of a row are told at once, each at its cell', () => {
  const faults = { Leistung: '', Art: 'Sonstiges', Von: '32.10.2026', Betrag: '12.50' };
  const result = read(row(faults));
  expect(result && 'faults' in result && result.faults.map(({ code, column }) => [code, column])).toEqual([
    ['bad_number', 'Betrag'],
    ['bad_date', 'Von'],
    ['missing_value', 'Leistung'],
    ['unknown_charge_category', 'Art'],
  ]);
  expect(read(['K-1', 'Cloud'])).toMatchObject({ faults: [{ code: 'wrong_column_count' }, {}, {}, {}, {}] });
});

test('credits by a minus, by brackets, by a column, by the whole file', () => {
  const amountOf = (change: Record<string, string>, amount: Partial<CsvBillMapping['amount']> = {}) => {
    const result = read(row(change), { amount: { ...mapping.amount, ...amount } });
    return result && 'charge' in result ? formatDecimal(result.charge.amount) : result;
  };
  expect(amountOf({ Betrag: '-7,00' })).toBe('-7');
  expect(amountOf({ Betrag: '7,00-' })).toBe('-7');
  expect(amountOf({ Betrag: '(7,00 €)' })).toBe('-7');
  expect(amountOf({ Betrag: '−7,00 EUR' })).toBe('-7');
  expect(amountOf({ Art: 'Gutschrift' }, { creditWhen: { field: 'Art', is: ['gutschrift'] } })).toBe(
    '-1234.5',
  );
  expect(amountOf({ Betrag: '-7,00' }, { sign: 'reversed' })).toBe('7');
  expect(amountOf({ Betrag: '700' }, { divideBy: '100' })).toBe('7');
});

describe('amounts are read exactly or refused', () => {
  const german = amountReader({ fields: ['x'], decimalSeparator: ',', thousandsSeparator: '.' });
  const plain = amountReader({ fields: ['x'] });

  test.each([
    ['7,00 USD', 'currency_mark'],
    ['12.50', 'bad_number'],
    ['1.2345,00', 'bad_number'],
    ['--1', 'bad_number'],
    ['(1', 'bad_number'],
    ['n/a', 'bad_number'],
    ['0,1234567890123456', 'too_precise'],
    ['123456789012345678901234', 'too_large'],
  ])('%s is %s', (text, code) => {
    expect(german(text, 'EUR')).toMatchObject({ code });
  });

  test('an amount in another form is the same amount', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (cents) => {
        const whole = (cents < 0n ? -cents : cents) / 100n;
        const rest = String((cents < 0n ? -cents : cents) % 100n).padStart(2, '0');
        const minus = cents < 0n ? '-' : '';
        const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, '.');
        const expected = decimal(`${minus}${whole}.${rest}`);
        expect(plain(`${minus}${whole}.${rest}`, 'EUR')).toBe(expected);
        expect(german(`${minus}${grouped},${rest}`, 'EUR')).toBe(expected);
        expect(german(`${grouped},${rest}${minus} €`, 'EUR')).toBe(expected);
      }),
      { numRuns: 200 },
    );
  });

  test('any text is an amount or a fault', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (text) => {
        const result = german(text, 'EUR');
        expect(typeof result === 'bigint' || result.code.length > 0).toBe(true);
      }),
    );
  });
});

test('days are those of the file’s zone, and a period ends where it says', () => {
  const at = (from: string, to: string, change: object) => {
    const result = read(row({ Von: from, Bis: to }), {
      period: {
        kind: 'columns',
        from: { fields: ['Von'], format: 'iso' },
        to: { fields: ['Bis'], format: 'iso' },
        ...change,
      },
    });
    return result && 'charge' in result ? Object.values(result.charge.period).join(' ') : result;
  };
  expect(at('2026-10-01', '2026-11-01', {})).toBe('2026-10-01 2026-11-01');
  expect(at('2026-10-01', '2026-10-31', { toIsLastDay: true })).toBe('2026-10-01 2026-11-01');
  expect(at('2026-09-30T22:00:00Z', '2026-10-31T23:00:00Z', { timeZone: 'Europe/Berlin' })).toBe(
    '2026-10-01 2026-11-01',
  );
  expect(at('2026-10-05 10:00', '2026-10-05 11:00', { timeZone: 'Europe/Berlin' })).toBe(
    '2026-10-05 2026-10-06',
  );
  expect(at('2026-10-05', '2026-10-01', {})).toMatchObject({ faults: [{ code: 'period_reversed' }] });
  expect(read(row(), { period: { kind: 'cycle' } })).toMatchObject({ charge: { period: cycle } });
});

test('columns are found but for case and blanks, by place, and missing ones are named', () => {
  expect(read(row(), { account: { fields: [' kunde '] } })).toMatchObject({ charge: { account: 'K-1' } });
  expect(read(row(), { account: { fields: ['#2'] } })).toMatchObject({ charge: { account: 'Cloud' } });
  expect(compileCsvMapping(mapping, ['Kunde'], cycle)).toMatchObject({
    ok: false,
    faults: [{ code: 'unknown_column', column: 'Leistung' }, {}, {}, {}, {}, {}],
  });
});

test('a suggested mapping reads the file it was suggested for', () => {
  const rows = [
    ['K-1', 'Cloud', 'Verbrauch', '01.10.2026', '31.10.2026', '2,5', '1.234,50'],
    ['K-2', 'Support', 'Grundgebühr', '01.10.2026', '31.10.2026', '1', '99,00'],
    ['', 'Summe', '', '', '', '', '1.333,50'],
  ];
  const sample = columns.map((name, index) => ({ name, values: rows.map((cells) => cells[index]!) }));
  const suggested = suggestCsvMapping(sample, { currency: 'EUR', timeZone: 'Europe/Berlin' });
  expect(suggested).toEqual({
    skip: [{ field: 'Kunde', is: [''] }],
    account: { fields: ['Kunde'] },
    service: { fields: ['Leistung'] },
    chargeCategory: { fields: ['Art'], values: { Verbrauch: 'usage', Grundgebühr: 'purchase' } },
    quantity: { fields: ['Menge'], decimalSeparator: ',' },
    currency: { constant: 'EUR' },
    amount: { fields: ['Betrag'], decimalSeparator: ',', thousandsSeparator: '.' },
    period: {
      kind: 'columns',
      from: { fields: ['Von'], format: 'dd.MM.yyyy' },
      to: { fields: ['Bis'], format: 'dd.MM.yyyy' },
      toIsLastDay: true,
    },
  });
  const compiled = compileCsvMapping(suggested, columns, cycle);
  expect(compiled.ok && rows.map((cells) => compiled.read(cells))).toMatchObject([
    { charge: { amount: decimal('1234.5') } },
    { charge: { chargeCategory: 'purchase' } },
    null,
  ]);
  expect(suggestCsvMapping([], { currency: 'EUR', timeZone: 'UTC' }).period).toEqual({ kind: 'cycle' });
});
