import { expect, test } from 'vitest';
import { isSameAmount, isZeroAmount } from '@/components/money/amount';

test('nothing is nothing in every spelling', () => {
  expect(['0', '0.00', '-0', '-0.000', '0.'].every(isZeroAmount)).toBe(true);
  expect(['0.01', '-0.00000080', '10', '100.00'].some(isZeroAmount)).toBe(false);
});

test.each([
  ['30', '30.00', true],
  ['146.1227179074', '146.12', false],
  ['-7.240', '-7.24', true],
  ['0.0', '-0', true],
  ['100', '1', false],
  ['100', '10.0', false],
])('%s and %s are the same: %s', (a, b, same) => {
  expect(isSameAmount(a, b)).toBe(same);
});
