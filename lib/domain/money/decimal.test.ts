import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Decimal,
  decimal,
  divideDecimal,
  formatDecimal,
  parseDecimal,
} from '@/lib/domain/money/decimal';

describe('parseDecimal', () => {
  test.each([
    ['12', 12_000_000_000_000_000n],
    ['-1.50', -1_500_000_000_000_000n],
    ['0.000000000000001', 1n],
    ['1e-7', 100_000_000n],
    ['2.5E+3', 2_500_000_000_000_000_000n],
    ['-0', 0n],
    ['007.10', 7_100_000_000_000_000n],
    ['0.00000080', 800_000_000n],
    ['1.0000000000000000000', 1_000_000_000_000_000n],
    [`${'9'.repeat(23)}.${'9'.repeat(15)}`, BigInt('9'.repeat(38))],
  ])('reads %s', (text, scaled) => {
    expect(parseDecimal(text)).toBe(scaled);
  });

  test.each([
    '',
    ' ',
    '1,5',
    '1 000',
    'NaN',
    'Infinity',
    'NULL',
    '.5',
    '5.',
    '+1',
    '--1',
    '-',
    '0x1f',
    '1e',
    '1e99',
    '1e-16',
    '1.2.3',
    '1_000',
    '0.0000000000000001',
    '9'.repeat(24),
    '9'.repeat(40),
    '9'.repeat(100_000),
    '١٢',
    '1\n',
  ])('refuses %j', (text) => {
    expect(parseDecimal(text)).toBeNull();
  });

  test('any decimal survives being written and read', () => {
    const limit = 10n ** 38n - 1n;
    fc.assert(
      fc.property(fc.bigInt({ min: -limit, max: limit }), (scaled) => {
        expect(parseDecimal(formatDecimal(scaled as Decimal))).toBe(scaled);
      }),
    );
  });

  test('never throws, whatever the text', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseDecimal(text)));
  });
});

describe('formatDecimal', () => {
  test.each([
    ['0', '0'],
    ['-0.0', '0'],
    ['1.500', '1.5'],
    ['-0.07', '-0.07'],
    ['100', '100'],
    ['1e-15', '0.000000000000001'],
  ])('%s is written %s', (given, written) => {
    expect(formatDecimal(decimal(given))).toBe(written);
  });
});

test('a quotient that does not end is rounded at 15 places', () => {
  expect(formatDecimal(divideDecimal(decimal('10'), decimal('3')))).toBe('3.333333333333333');
  expect(formatDecimal(divideDecimal(decimal('-20'), decimal('3')))).toBe('-6.666666666666667');
});

test('a bad literal throws with its text', () => {
  expect(() => decimal('1,5')).toThrow('"1,5"');
});
