import { expect, test } from 'vitest';
import { chargeOf } from './charge';
import { fraction, isEqual, rounded } from './fraction';

test('fractions are exact, and halves go away from zero', () => {
  expect(isEqual(fraction('1.50'), { n: 3n, d: 2n })).toBe(true);
  expect([rounded(fraction('2.5')), rounded(fraction('-2.5')), rounded(fraction('2.4999'))]).toEqual([
    3n,
    -3n,
    2n,
  ]);
  expect(() => fraction('1e3')).toThrow('Not a decimal');
});

test('a price sheet by hand', () => {
  const tiers = [
    { upTo: '1000', unitPrice: '0.02', flatFee: '1' },
    { upTo: null, unitPrice: '0.0125' },
  ];
  const graduated = { kind: 'usage', model: 'graduated', tiers } as const;
  // 1 + 1000 × 0.02 + 200.8 × 0.0125 = 23.51
  expect(isEqual(chargeOf(graduated, fraction('1200.8')), fraction('23.51'))).toBe(true);
  // The bound belongs to the tier it ends.
  expect(isEqual(chargeOf(graduated, fraction('1000')), fraction('21'))).toBe(true);
  expect(chargeOf(graduated, fraction('0')).n).toBe(0n);
  const seats = { kind: 'recurring', model: 'per_unit', unitPrice: '3.25' } as const;
  expect(isEqual(chargeOf(seats, fraction('5')), fraction('16.25'))).toBe(true);
});
