import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocate } from '@/lib/domain/money/allocate';

const weights = fc.uniqueArray(
  fc.record({ key: fc.string({ maxLength: 6 }), weight: fc.bigInt({ min: 0n, max: 10n ** 12n }) }),
  { selector: ({ key }) => key, minLength: 1, maxLength: 20 },
);
const total = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
const sum = (parts: Map<string, bigint>) => [...parts.values()].reduce((a, b) => a + b, 0n);

describe('allocate', () => {
  test('the odd cent goes to the largest remainder, and on a tie to the smaller key', () => {
    const even = ['c', 'a', 'b'].map((key) => ({ key, weight: 1n }));
    expect(Object.fromEntries(allocate(100n, even))).toEqual({ a: 34n, b: 33n, c: 33n });
    expect(Object.fromEntries(allocate(-101n, even))).toEqual({ a: -34n, b: -34n, c: -33n });
    const uneven = [
      { key: 'a', weight: 1n },
      { key: 'b', weight: 2n },
    ];
    expect(Object.fromEntries(allocate(100n, uneven))).toEqual({ a: 33n, b: 67n });
  });

  test('without any weight the first entry gets all', () => {
    const none = [
      { key: 'z', weight: 0n },
      { key: 'a', weight: 0n },
    ];
    expect(Object.fromEntries(allocate(7n, none))).toEqual({ z: 7n, a: 0n });
    expect(allocate(0n, [])).toEqual(new Map());
  });

  test('a negative weight, a key twice and money for nobody throw', () => {
    expect(() => allocate(1n, [{ key: 'a', weight: -1n }])).toThrow('a is negative: -1');
    expect(() =>
      allocate(1n, [
        { key: 'a', weight: 1n },
        { key: 'a', weight: 1n },
      ]),
    ).toThrow('twice');
    expect(() => allocate(1n, [])).toThrow('Nobody to allocate 1');
  });

  test('the parts sum to the total, for any weights', () => {
    fc.assert(
      fc.property(total, weights, (t, w) => {
        expect(sum(allocate(t, w))).toBe(t);
      }),
    );
  });

  test('the sign turns every part, for any weights', () => {
    fc.assert(
      fc.property(total, weights, (t, w) => {
        const turned = allocate(-t, w);
        for (const [key, part] of allocate(t, w)) expect(turned.get(key)).toBe(-part);
      }),
    );
  });

  test('no part is a whole unit away from its exact share, and the order given decides nothing', () => {
    fc.assert(
      fc.property(total, weights, (t, w) => {
        const all = w.reduce((a, { weight }) => a + weight, 0n);
        fc.pre(all > 0n);
        const parts = allocate(t, w);
        const reversed = allocate(t, [...w].reverse());
        for (const { key, weight } of w) {
          const offBy = parts.get(key)! * all - t * weight;
          expect(offBy < all && offBy > -all).toBe(true);
          expect(reversed.get(key)).toBe(parts.get(key));
        }
      }),
    );
  });
});
