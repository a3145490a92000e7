import fc from 'fast-check';
import { expect, test } from 'vitest';
import { percentUsed, thresholdsReached } from '@/lib/domain/billing/budget';

const budget = (amountMinor: bigint, thresholds: number[]) => ({ id: 'b', amountMinor, thresholds });

test('a threshold is reached to the minor unit, not before', () => {
  expect(thresholdsReached(budget(10_001n, [80]), 8_000n)).toEqual([]);
  expect(thresholdsReached(budget(10_001n, [80]), 8_001n)).toEqual([80]);
  expect(thresholdsReached(budget(5_000n, [100, 50, 80, 50]), 4_100n)).toEqual([50, 80]);
  expect(thresholdsReached(budget(5_000n, [100]), 5_000n)).toEqual([100]);
  expect(thresholdsReached(budget(5_000n, [100]), -9_000n)).toEqual([]);
  expect(percentUsed(5_000n, 4_100n)).toBe(82);
});

test('what was reached stays reached as the bill grows', () => {
  const thresholds = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 6 });
  const amount = fc.bigInt(1n, 10n ** 12n);
  fc.assert(
    fc.property(thresholds, amount, amount, amount, (percents, limit, low, more) => {
      const reached = thresholdsReached(budget(limit, percents), low);
      expect(thresholdsReached(budget(limit, percents), low + more)).toEqual(expect.arrayContaining(reached));
    }),
    { numRuns: 200 },
  );
});
