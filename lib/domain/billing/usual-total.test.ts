import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { usualTotal } from '@/lib/domain/billing/usual-total';

const range = (history: bigint[]) => {
  const usual = usualTotal(history);
  return usual && [usual.fromMinor, usual.medianMinor, usual.toMinor];
};

describe('the usual total of an account', () => {
  test.each<[string, bigint[], bigint[] | null]>([
    ['is unknown with two bills', [4_000n, 4_200n], null],
    // Spread: a tenth of the median, 4.10, is more than 1.00 × 1.4826.
    ['of a steady account', [4_000n, 4_200n, 4_100n], [2_665n, 4_100n, 5_535n]],
    // Deviations 0, 10, 20, 40, 60: median 20.00, × 1.4826 = 29.65 and × 3.5 = 103.78.
    ['of one that varies', [10_000n, 11_000n, 8_000n, 14_000n, 4_000n], [-378n, 10_000n, 20_378n]],
    ['is not moved by one odd bill', [4_000n, 4_200n, 4_100n, 4_100n, 90_000n], [2_665n, 4_100n, 5_535n]],
    ['is never narrower than the floor', [100n, 100n, 100n], [-900n, 100n, 1_100n]],
    ['of an even number of bills', [1_000n, 2_001n, 3_000n, 0n], [-3_690n, 1_501n, 6_692n]],
    ['of credits', [-4_000n, -4_200n, -4_100n], [-5_535n, -4_100n, -2_665n]],
  ])('%s', (_, history, expected) => expect(range(history)).toEqual(expected));

  test('does not depend on the order, and has its own median inside', () => {
    const totals = fc.array(fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }), {
      minLength: 3,
      maxLength: 12,
    });
    fc.assert(
      fc.property(totals, (history) => {
        const usual = usualTotal(history)!;
        expect(usualTotal(history.toReversed())).toEqual(usual);
        expect(usual.fromMinor < usual.medianMinor && usual.medianMinor < usual.toMinor).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
