import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeyCounts } from '@/lib/domain/billing/partner-bill/key-counts';

test('counts as a map of the keys themselves would', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 3 }), { maxLength: 2000 }), (keys) => {
      const counts = new KeyCounts();
      const expected = new Map<string, number>();
      for (const key of keys) {
        expect(counts.has(key)).toBe(expected.has(key));
        expected.set(key, (expected.get(key) ?? 0) + 1);
        expect(counts.add(key)).toBe(expected.get(key));
      }
      expect(counts.size).toBe(expected.size);
    }),
    { numRuns: 50 },
  );
});

test('tells hundreds of thousands of keys apart that differ in a digit, a colon or their order', () => {
  const counts = new KeyCounts();
  const keysOf = (n: number) => [`id:${n}`, `${n}:id`, `row:Zm9v${n}`, `row:Zm9v:${n}`];
  for (let n = 0; n < 100_000; n += 1) for (const key of keysOf(n)) counts.add(key);
  expect(counts.size).toBe(400_000);
  expect(counts.has('id:100000')).toBe(false);
  expect(counts.add('row:Zm9v:99999')).toBe(2);
});
