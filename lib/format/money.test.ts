import { describe, expect, test } from 'vitest';
import { formatMoney, formatMoneyParts } from '@/lib/format/money';

describe('formatMoney', () => {
  test.each([
    ['1234.5', 'EUR', '1,234.50 EUR'],
    ['-7.24', 'EUR', '−7.24 EUR'],
    ['100', 'JPY', '100 JPY'],
    ['1.5', 'KWD', '1.500 KWD'],
    ['9007199254740993.01', 'USD', '9,007,199,254,740,993.01 USD'],
  ])('%s %s', (amount, currency, expected) => {
    expect(formatMoney(amount, currency, 'en')).toBe(expected.replace(' ', '\u00a0'));
  });

  test('rounds for display half away from zero, and never to a negative zero', () => {
    expect(formatMoney('0.005', 'EUR', 'en')).toBe('0.01\u00a0EUR');
    expect(formatMoney('-0.005', 'EUR', 'en')).toBe('−0.01\u00a0EUR');
    expect(formatMoney('-0.00000080', 'USD', 'en')).toBe('0.00\u00a0USD');
  });

  test('thirty decimals are shown as they are, with sign, groups and point', () => {
    const shown = (amount: string, locale: string) => formatMoney(amount, 'EUR', locale, { exact: true });
    expect(shown('-1234.123456789012345678901234567891', 'en')).toBe(
      '−1,234.123456789012345678901234567891\u00a0EUR',
    );
    expect(shown('0.000000000000000000000000000001', 'de')).toBe('0,000000000000000000000000000001\u00a0EUR');
    expect(shown('-0.000000000000000000000000000001', 'en')).toBe(
      '−0.000000000000000000000000000001\u00a0EUR',
    );
  });

  test('exact keeps every digit, and at least the currency has', () => {
    expect(formatMoney('20.52022672899', 'USD', 'en', { exact: true })).toBe('20.52022672899\u00a0USD');
    expect(formatMoney('0.00000080', 'USD', 'en', { exact: true })).toBe('0.0000008\u00a0USD');
    expect(formatMoney('5', 'USD', 'en', { exact: true })).toBe('5.00\u00a0USD');
  });

  test('reads as the language writes it', () => {
    expect(formatMoney('1234.5', 'EUR', 'de')).toBe('1.234,50\u00a0EUR');
    expect(formatMoney('1234.5', 'PLN', 'pl')).toBe('1\u00a0234,50\u00a0PLN');
    expect(formatMoney('-1234.5', 'EUR', 'ar')).toBe('−1,234.50\u00a0EUR');
  });

  test('a difference carries its plus', () => {
    expect(formatMoney('3.2', 'EUR', 'en', { signed: true })).toBe('+3.20\u00a0EUR');
    expect(formatMoney('0', 'EUR', 'en', { signed: true })).toBe('0.00\u00a0EUR');
  });

  test('what is not a decimal is refused, with the text in the message', () => {
    for (const bad of ['', 'NaN', '1,5', '1e3', '.5', '0x10']) {
      expect(() => formatMoney(bad, 'EUR', 'en')).toThrow(JSON.stringify(bad));
    }
  });
});

test('formatMoneyParts sets sign, integer, separator, fraction and currency apart', () => {
  expect(formatMoneyParts('-1234.5', 'EUR', 'en')).toEqual({
    sign: '−',
    integer: '1,234',
    separator: '.',
    fraction: '50',
    currency: 'EUR',
  });
});
