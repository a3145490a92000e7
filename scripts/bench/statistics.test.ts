import fc from 'fast-check';
import { expect, test } from 'vitest';
import { growthExponent, median, percentile } from './statistics';

test('the median is the middle, or the mean of the two in the middle, in any order', () => {
  expect(median([3])).toBe(3);
  expect(median([9, 1, 5])).toBe(5);
  expect(median([10, 1, 2, 4])).toBe(3);
  expect(() => median([])).toThrow('nothing to measure');
});

test('a percentile is one of the values, by nearest rank', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentile(hundred, 99)).toBe(99);
  expect(percentile(hundred, 100)).toBe(100);
  expect(percentile(hundred, 50)).toBe(50);
  expect(percentile([7], 99)).toBe(7);
  expect(percentile([1, 2], 99)).toBe(2);
});

test('the growth exponent finds the power whatever the factor', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.1, max: 3, noNaN: true }),
      fc.double({ min: 0.001, max: 1000, noNaN: true }),
      (power, factor) => {
        const points = [1_000, 10_000, 100_000].map((size) => ({ size, time: factor * size ** power }));
        expect(growthExponent(points)).toBeCloseTo(power, 6);
      },
    ),
    { numRuns: 50 },
  );
  expect(() => growthExponent([{ size: 1, time: 1 }])).toThrow('two points');
});
