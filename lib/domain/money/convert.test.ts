import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { convertMinor } from '@/lib/domain/money/convert';
import { currency, currencyCodes, currencyExponent } from '@/lib/domain/money/currency';
import { DECIMAL_ONE, type Decimal, decimal } from '@/lib/domain/money/decimal';

const anyCurrency = fc.constantFrom(...['JPY', 'EUR', 'KWD', 'CLF'].map(currency));
const anyAmount = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
const anyRate = fc.bigInt({ min: 1n, max: 10n ** 20n }).map((rate) => rate as Decimal);

describe('convertMinor', () => {
  test.each([
    ['EUR', 'USD', 10_000n, '1.0847', 10_847n],
    ['EUR', 'JPY', 10_000n, '161.235', 16_124n],
    ['JPY', 'EUR', 16_124n, '0.0062', 9_997n],
    ['EUR', 'KWD', 1n, '0.335', 3n],
    ['KWD', 'EUR', 1_500n, '2.98507', 448n],
    ['CLF', 'JPY', 10_000n, '6000.5', 6_001n],
    ['EUR', 'PLN', -150n, '4.27', -641n],
    ['EUR', 'USD', 1n, '0.5', 1n],
    ['EUR', 'USD', 1n, '0.49', 0n],
  ] as const)('%s to %s: %s at %s is %s', (from, to, amountMinor, rate, expected) => {
    expect(convertMinor(amountMinor, currency(from), currency(to), decimal(rate))).toBe(expected);
  });

  test('is symmetric in sign, and never further from the exact amount than half a minor unit', () => {
    fc.assert(
      fc.property(anyAmount, anyCurrency, anyCurrency, anyRate, (amountMinor, from, to, rate) => {
        const converted = convertMinor(amountMinor, from, to, rate);
        expect(convertMinor(-amountMinor, from, to, rate)).toBe(-converted);
        const scale = DECIMAL_ONE * 10n ** BigInt(currencyExponent(from));
        const off = 2n * (converted * scale - amountMinor * rate * 10n ** BigInt(currencyExponent(to)));
        expect(off <= scale && off >= -scale).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('more never becomes less, and one to one of the same decimals changes nothing', () => {
    fc.assert(
      fc.property(anyAmount, anyAmount, anyCurrency, anyCurrency, anyRate, (a, b, from, to, rate) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        expect(convertMinor(less, from, to, rate) <= convertMinor(more, from, to, rate)).toBe(true);
        expect(convertMinor(a, from, from, DECIMAL_ONE)).toBe(a);
      }),
      { numRuns: 300 },
    );
  });

  test('every currency has a number of decimals that a conversion knows', () => {
    for (const code of currencyCodes()) expect(convertMinor(0n, code, currency('EUR'), DECIMAL_ONE)).toBe(0n);
  });

  test('a rate of nothing throws, with the amount', () => {
    expect(() => convertMinor(700n, currency('EUR'), currency('USD'), 0n as Decimal)).toThrow('700 EUR');
  });
});
