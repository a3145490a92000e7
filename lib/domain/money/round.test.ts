import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { divideRounded } from '@/lib/domain/money/round';

const anyNumerator = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n });
const anyDenominator = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).filter((d) => d !== 0n);

describe('divideRounded', () => {
  test.each([
    [5n, 2n, 'half_away', 3n],
    [-5n, 2n, 'half_away', -3n],
    [5n, -2n, 'half_away', -3n],
    [49n, 100n, 'half_away', 0n],
    [50n, 100n, 'half_away', 1n],
    [7n, 2n, 'up', 4n],
    [-7n, 2n, 'up', -3n],
    [7n, 2n, 'down', 3n],
    [-7n, 2n, 'down', -4n],
    [-7n, 2n, 'towards_zero', -3n],
    [6n, 2n, 'up', 3n],
  ] as const)('%s ÷ %s %s is %s', (numerator, denominator, rule, expected) => {
    expect(divideRounded(numerator, denominator, rule)).toBe(expected);
  });

  test('half_away is symmetric in sign and never further than half a unit away', () => {
    fc.assert(
      fc.property(anyNumerator, anyDenominator, (numerator, denominator) => {
        const rounded = divideRounded(numerator, denominator, 'half_away');
        expect(divideRounded(-numerator, denominator, 'half_away')).toBe(-rounded);
        const offBy = 2n * (rounded * denominator - numerator);
        const size = denominator < 0n ? -denominator : denominator;
        expect(offBy <= size && offBy >= -size).toBe(true);
      }),
    );
  });

  test('up and down enclose the quotient', () => {
    fc.assert(
      fc.property(anyNumerator, anyDenominator, (numerator, denominator) => {
        const up = divideRounded(numerator, denominator, 'up');
        const down = divideRounded(numerator, denominator, 'down');
        expect(up - down).toBe(numerator % denominator === 0n ? 0n : 1n);
      }),
    );
  });

  test('zero as a denominator throws, with the numerator', () => {
    expect(() => divideRounded(7n, 0n, 'up')).toThrow('7');
  });
});
