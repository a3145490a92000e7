import { expect, test } from 'vitest';
import { amountBetween } from '@/components/bill/amounts-between';

test('a figure on its way has its currency’s decimals, and ends where it should', () => {
  expect(amountBetween('10.00', '20.00', 0.25)).toBe('12.50');
  expect(amountBetween('-1.00', '1.00', 0)).toBe('-1.00');
  expect(amountBetween('-1.00', '1.00', 0.25)).toBe('-0.50');
  expect(amountBetween('100', '200', 0.5)).toBe('150');
  expect(amountBetween('0.000', '1.234', 7)).toBe('1.234');
  expect(amountBetween('99999999999999999999.99', '99999999999999999999.98', 1)).toBe(
    '99999999999999999999.98',
  );
});
