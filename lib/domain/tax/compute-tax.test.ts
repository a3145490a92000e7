import fc from 'fast-check';
import { expect, test } from 'vitest';
import { computeTax, type TaxedAmount, taxOn } from '@/lib/domain/tax/compute-tax';

const line = (amountMinor: bigint, taxRatePpm = 190_000n, sellerId = 'op'): TaxedAmount => ({
  sellerId,
  taxCategory: 'S',
  taxRatePpm,
  amountMinor,
});

test('the sum is taxed and rounded once (EN 16931 BR-CO-17), where each line rounded would be a cent less', () => {
  // 3 × 0.33 = 0.99; × 19 % = 0.1881 → 0.19. Per line: 0.0627 → 0.06, three times 0.18.
  expect(computeTax([line(33n), line(33n), line(33n)])).toEqual([
    { sellerId: 'op', category: 'S', ratePpm: 190_000n, baseMinor: 99n, taxMinor: 19n },
  ]);
});

test.each([
  [50n, 190_000n, 10n],
  [-50n, 190_000n, -10n],
  [10n, 50_000n, 1n],
  [-10n, 50_000n, -1n],
  [1_000n, 230_000n, 230n],
  [0n, 190_000n, 0n],
])('tax on %s at %s ppm is %s, half away from zero', (base, ratePpm, tax) => {
  expect(taxOn(base, ratePpm)).toBe(tax);
});

test('one group per seller, category and rate, in a fixed order', () => {
  const zero: TaxedAmount = { sellerId: 'op', taxCategory: 'Z', taxRatePpm: 0n, amountMinor: 5n };
  const groups = computeTax([line(1n, 190_000n, 'z'), zero, line(2n, 190_000n), line(3n, 70_000n)]);
  expect(groups.map(({ sellerId, category, ratePpm }) => [sellerId, category, ratePpm])).toEqual([
    ['op', 'S', 70_000n],
    ['op', 'S', 190_000n],
    ['op', 'Z', 0n],
    ['z', 'S', 190_000n],
  ]);
});

test('the order of lines changes nothing, and negated lines negate the tax', () => {
  const amount = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
  const taxed = fc
    .tuple(amount, fc.constantFrom(0n, 70_000n, 190_000n, 81_000n), fc.constantFrom('a', 'b'))
    .map(([minor, ratePpm, seller]) => line(minor, ratePpm, seller));
  fc.assert(
    fc.property(fc.array(taxed), (lines) => {
      const groups = computeTax(lines);
      expect(computeTax([...lines].reverse())).toEqual(groups);
      const negated = computeTax(lines.map((each) => ({ ...each, amountMinor: -each.amountMinor })));
      expect(negated.map(({ taxMinor }) => -taxMinor)).toEqual(groups.map(({ taxMinor }) => taxMinor));
      const bases = groups.reduce((sum, group) => sum + group.baseMinor, 0n);
      expect(bases).toBe(lines.reduce((sum, each) => sum + each.amountMinor, 0n));
    }),
  );
});
