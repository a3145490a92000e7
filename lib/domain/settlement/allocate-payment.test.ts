import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allocatePayment, type OpenBill } from '@/lib/domain/settlement/allocate-payment';
import { takeBack } from '@/lib/domain/settlement/take-back';

const bill = (billId: string, dueOn: string, openMinor: bigint, disputedMinor = 0n): OpenBill => ({
  billId,
  dueOn,
  openMinor,
  disputedMinor,
});
const planned = (...input: Parameters<typeof allocatePayment>) => {
  const result = allocatePayment(...input);
  return result.ok
    ? {
        ...Object.fromEntries(result.value.allocations.map((a) => [a.billId, a.amountMinor])),
        credit: result.value.creditMinor,
      }
    : result.issues[0]!.code;
};

test('what is due first is paid first, and what is too much stays credit', () => {
  const bills = [bill('b', '2026-05-14', 5_000n), bill('a', '2026-04-14', 11_900n)];
  expect(planned(10_000n, bills)).toEqual({ a: 10_000n, credit: 0n });
  expect(planned(15_000n, bills)).toEqual({ a: 11_900n, b: 3_100n, credit: 0n });
  expect(planned(17_000n, bills)).toEqual({ a: 11_900n, b: 5_000n, credit: 100n });
});

test('disputed parts wait until nothing else is open', () => {
  const bills = [bill('a', '2026-04-14', 11_900n, 2_000n), bill('b', '2026-05-14', 5_000n)];
  expect(planned(14_900n, bills)).toEqual({ a: 9_900n, b: 5_000n, credit: 0n });
  expect(planned(15_000n, bills)).toEqual({ a: 10_000n, b: 5_000n, credit: 0n });
});

test('as told, within what is open and what there is', () => {
  const bills = [bill('a', '2026-04-14', 11_900n), bill('b', '2026-05-14', 5_000n)];
  const told = (billId: string, amountMinor: bigint) => [{ billId, amountMinor }];
  expect(planned(6_000n, bills, told('b', 5_000n))).toEqual({ b: 5_000n, credit: 1_000n });
  expect(planned(6_000n, bills, [])).toEqual({ credit: 6_000n });
  expect(planned(6_000n, bills, told('b', 5_001n))).toBe('above_open');
  expect(planned(6_000n, bills, told('a', 6_001n))).toBe('above_payment');
  expect(planned(6_000n, bills, told('c', 1n))).toBe('unknown_bill');
  expect(planned(6_000n, bills, told('a', 0n))).toBe('bad_allocation');
  expect(planned(6_000n, bills, [...told('a', 1n), ...told('a', 1n)])).toBe('bad_allocation');
});

test('no bill gets more than is open, and nothing is lost', () => {
  const amount = fc.bigInt({ min: 0n, max: 50_000n });
  const bills = fc.array(
    fc.record({ openMinor: fc.bigInt({ min: -500n, max: 20_000n }), share: fc.nat(100), due: fc.nat(9) }),
  );
  fc.assert(
    fc.property(amount, bills, (amountMinor, given) => {
      const open = given.map(({ openMinor, share, due }, index) =>
        bill(
          `bill-${index}`,
          `2026-04-0${due}`,
          openMinor,
          openMinor > 0n ? (openMinor * BigInt(share)) / 100n : 0n,
        ),
      );
      const result = allocatePayment(amountMinor, open);
      if (!result.ok) throw new Error('refused');
      const { allocations, creditMinor } = result.value;
      const sum = allocations.reduce((total, part) => total + part.amountMinor, 0n);
      const payable = open.reduce((total, { openMinor }) => total + (openMinor > 0n ? openMinor : 0n), 0n);
      expect(sum + creditMinor).toBe(amountMinor);
      expect(creditMinor === 0n || sum === payable).toBe(true);
      for (const part of allocations) {
        const { openMinor } = open.find(({ billId }) => billId === part.billId)!;
        expect(part.amountMinor > 0n && part.amountMinor <= openMinor).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test('what goes back leaves credit first, then the newest bill, then what bills gave back', () => {
  const newer = { billId: 'b', amountMinor: 4_000n, collectedMinor: 4_000n };
  const older = { billId: 'a', amountMinor: 9_000n, collectedMinor: 9_000n };
  expect(takeBack(10_000n, { creditMinor: 2_000n, unallocatedMinor: 2_000n }, [newer, older])).toEqual({
    fromCreditMinor: 2_000n,
    fromBills: [
      { billId: 'b', amountMinor: 4_000n },
      { billId: 'a', amountMinor: 4_000n },
    ],
    missingMinor: 0n,
  });
  // A credit note freed 3,000 of the older bill: that is credit now, though it was this payment's.
  const freed = { ...older, collectedMinor: 6_000n };
  expect(takeBack(13_000n, { creditMinor: 3_000n, unallocatedMinor: 0n }, [newer, freed])).toMatchObject({
    fromCreditMinor: 3_000n,
    missingMinor: 0n,
  });
  expect(takeBack(13_000n, { creditMinor: 0n, unallocatedMinor: 0n }, [newer, freed])).toMatchObject({
    missingMinor: 3_000n,
  });
});
