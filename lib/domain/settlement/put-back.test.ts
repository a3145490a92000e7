import fc from 'fast-check';
import { expect, test } from 'vitest';
import { putBack } from '@/lib/domain/settlement/put-back';

test('money that is won goes back the way it was taken', () => {
  const taken = [
    { billId: 'debt', takenMinor: 1_000n, openMinor: 1_000n },
    { billId: 'paid-since', takenMinor: 3_000n, openMinor: 500n },
    { billId: 'open', takenMinor: 700n, openMinor: 9_000n },
  ];
  expect(putBack(5_200n, taken)).toEqual({
    onBills: [
      { billId: 'debt', amountMinor: 1_000n },
      { billId: 'paid-since', amountMinor: 500n },
      { billId: 'open', amountMinor: 700n },
    ],
    displacedMinor: 2_500n,
    creditMinor: 500n,
  });
  expect(putBack(400n, taken)).toEqual({
    onBills: [{ billId: 'debt', amountMinor: 400n }],
    displacedMinor: 0n,
    creditMinor: 0n,
  });
  expect(putBack(4_400n, taken, 400n).onBills.map(({ amountMinor }) => amountMinor)).toEqual([
    600n,
    500n,
    700n,
  ]);
  expect(putBack(100n, taken, 4_650n)).toMatchObject({
    onBills: [{ billId: 'open', amountMinor: 50n }],
    creditMinor: 50n,
  });
});

test('nothing of it is lost, and no bill gets more than was taken of it or is open', () => {
  const amount = fc.bigInt({ min: 0n, max: 100_000n });
  fc.assert(
    fc.property(amount, fc.array(fc.tuple(amount, amount), { maxLength: 5 }), (won, amounts) => {
      const taken = amounts.map(([takenMinor, openMinor], n) => ({
        billId: String(n),
        takenMinor,
        openMinor,
      }));
      const { onBills, displacedMinor, creditMinor } = putBack(won, taken);
      const put = onBills.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
      expect(put + displacedMinor + creditMinor).toBe(won);
      for (const { billId, amountMinor } of onBills) {
        const { takenMinor, openMinor } = taken[Number(billId)]!;
        expect(amountMinor <= takenMinor && amountMinor <= openMinor).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});
