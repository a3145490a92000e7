import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currency, currencyCodes, currencyExponent, isCurrency } from '@/lib/domain/money/currency';
import { addMoney, formatMoney, money, negateMoney, parseMoney, sumMoney } from '@/lib/domain/money/money';

describe('currencies', () => {
  test.each([
    ['JPY', 0],
    ['CLP', 0],
    ['EUR', 2],
    ['PLN', 2],
    ['USD', 2],
    ['KWD', 3],
    ['BHD', 3],
    ['CLF', 4],
    ['UYW', 4],
  ])('%s has %i decimals', (code, exponent) => {
    expect(currencyExponent(currency(code))).toBe(exponent);
  });

  test.each(['EURO', 'eur', 'XAU', 'XXX', '', 'DEM', 'constructor'])('%j is no currency', (code) => {
    expect(isCurrency(code)).toBe(false);
    expect(() => currency(code)).toThrow(JSON.stringify(code));
  });
});

describe('money', () => {
  test.each([
    [16_300n, 'EUR', '163.00'],
    [-724n, 'EUR', '-7.24'],
    [100n, 'JPY', '100'],
    [1500n, 'KWD', '1.500'],
    [-1n, 'CLF', '-0.0001'],
    [0n, 'EUR', '0.00'],
  ] as const)('%s of %s is written %s', (minor, code, text) => {
    expect(formatMoney(money(minor, currency(code)))).toBe(text);
  });

  test.each([
    ['1.005', 'EUR'],
    ['0.5', 'JPY'],
    ['1.0005', 'KWD'],
    ['1,50', 'EUR'],
    ['1e3', 'EUR'],
    ['15E-1', 'EUR'],
    ['', 'EUR'],
  ])('%j is not an amount of %s', (text, code) => {
    expect(parseMoney(text, currency(code))).toBeNull();
  });

  test('any amount of any currency survives being written and read', () => {
    const amounts = fc.record({
      amountMinor: fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
      currency: fc.constantFrom(...currencyCodes()),
    });
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(parseMoney(formatMoney(amount), amount.currency)).toEqual(amount);
      }),
    );
  });

  test('sums stay in one currency and say which two were mixed', () => {
    const eur = currency('EUR');
    const ten = money(1000n, eur);
    expect(sumMoney(eur, [ten, ten, negateMoney(ten)])).toEqual(ten);
    expect(sumMoney(eur, [])).toEqual(money(0n, eur));
    expect(() => addMoney(ten, money(500n, currency('PLN')))).toThrow('Cannot add 5.00 PLN to 10.00 EUR');
  });
});
