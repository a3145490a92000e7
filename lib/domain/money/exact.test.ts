import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currency, currencyCodes, currencyExponent } from '@/lib/domain/money/currency';
import { DECIMAL_ONE, type Decimal, decimal } from '@/lib/domain/money/decimal';
import {
  type Exact,
  exactFromDecimal,
  exactFromMinor,
  exactFromMoney,
  formatExact,
  multiplyExact,
  scaleExact,
  toMinor,
} from '@/lib/domain/money/exact';
import { money } from '@/lib/domain/money/money';
import { divideRounded } from '@/lib/domain/money/round';

const EUR = currency('EUR');

describe('toMinor, the rounding at the line', () => {
  test.each([
    ['0.005', 'EUR', 1n],
    ['-0.005', 'EUR', -1n],
    ['0.0049999', 'EUR', 0n],
    ['1.5', 'JPY', 2n],
    ['0.0005', 'KWD', 1n],
    ['0.00005', 'CLF', 1n],
  ])('%s %s is %s minor units', (amount, code, minor) => {
    expect(toMinor(exactFromDecimal(decimal(amount)), currency(code))).toBe(minor);
  });

  test('a product keeps all its decimals until then', () => {
    const product = multiplyExact(decimal('0.000000000000001'), decimal('0.000000000000003'));
    expect(formatExact(product)).toBe(`0.${'0'.repeat(29)}3`);
    expect(toMinor(multiplyExact(decimal('0.00000080'), decimal('1250000')), EUR)).toBe(100n);
  });

  test('minor units of every exponent are exact', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.constantFrom(...currencyCodes()), (minor, code) => {
        expect(toMinor(exactFromMinor(minor, code), code)).toBe(minor);
        expect(exactFromMoney(money(minor, code))).toBe(exactFromMinor(minor, code));
      }),
    );
  });
});

test('a share of an exact amount rounds as one division would, though it is cut in between', () => {
  const amounts = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
  const days = fc
    .integer({ min: 1, max: 366 })
    .chain((period) => fc.tuple(fc.integer({ min: 0, max: period }), fc.constant(period)));
  fc.assert(
    fc.property(amounts, days, fc.constantFrom(...currencyCodes()), (scaled, [active, period], code) => {
      const amount = exactFromDecimal((scaled * 10n ** 9n) as Decimal);
      const unit = 10n ** BigInt(currencyExponent(code));
      const oneStep = divideRounded(
        scaled * 10n ** 9n * BigInt(active) * unit,
        DECIMAL_ONE * BigInt(period),
        'half_away',
      );
      expect(toMinor(scaleExact(amount, BigInt(active), BigInt(period)), code)).toBe(oneStep);
    }),
  );
});

test('exactly a half stays a half', () => {
  expect(toMinor(scaleExact(exactFromMinor(1001n, EUR), 1n, 2n), EUR)).toBe(501n);
  expect(toMinor(scaleExact(exactFromMinor(-1001n, EUR), 1n, 2n), EUR)).toBe(-501n);
  expect(toMinor(scaleExact(5n as Exact, 1n, 3n), EUR)).toBe(0n);
});
