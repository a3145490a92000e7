import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Currency } from '@/lib/domain/money/currency';
import { DECIMAL_ONE } from '@/lib/domain/money/decimal';
import { anyChain } from '@/lib/domain/settlement/chain.fixture';
import { type ExampleInput, exampleSplit } from '@/lib/domain/settlement/example-split';
import type { ChainLink } from '@/lib/domain/settlement/terms';

const EUR = 'EUR' as Currency;
const HALF_PAID = {
  currency: EUR,
  quantity: DECIMAL_ONE,
  paidPpm: 500_000n,
  beforeMinor: 0n,
  operatorId: 'op',
};
const link = (partyId: string, ratePpm: bigint, basis: 'billed' | 'collected', more = {}): ChainLink => ({
  partyId,
  term: { kind: 'percentage', ratePpm, termId: partyId, basis, ...more },
});
const rows = (input: ExampleInput) =>
  exampleSplit(input).map(({ partyId, keptMinor, dueMinor, pendingMinor }) => [
    ...[partyId, keptMinor, dueMinor, pendingMinor],
  ]);

test('of 100.00, half paid: who is due at once, and who waits for the rest', () => {
  const chain = [link('a', 700_000n, 'billed'), link('b', 500_000n, 'collected')];
  expect(rows({ ...HALF_PAID, amountMinor: 10_000n, chain })).toEqual([
    ['op', 3_000n, 3_000n, 0n],
    ['a', 3_500n, 3_500n, 0n],
    ['b', 3_500n, 1_750n, 1_750n],
  ]);
});

test('what was sold before fills the cap, and what lacks to the guarantee is told', () => {
  const capped = [link('a', 500_000n, 'billed', { capMinor: 6_000n, minimumGuaranteeMinor: 6_000n })];
  const [, first] = exampleSplit({ ...HALF_PAID, amountMinor: 10_000n, chain: capped });
  expect(first).toMatchObject({ receivedMinor: 5_000n, guaranteeMinor: 1_000n });
  const [, later] = exampleSplit({ ...HALF_PAID, amountMinor: 10_000n, beforeMinor: 11_000n, chain: capped });
  expect(later).toMatchObject({ receivedMinor: 500n, guaranteeMinor: 0n });
});

test('what was sold before counts under whoever pays', () => {
  const tiers = [
    { upToMinor: 5_000n, ratePpm: 100_000n },
    { upToMinor: null, ratePpm: 500_000n },
  ];
  const graduated = { ...link('c', 0n, 'billed').term, kind: 'graduated_percentage' as const, tiers };
  const chain: ChainLink[] = [
    { ...link('a', 500_000n, 'billed'), payerIndex: -1 },
    { ...link('b', 200_000n, 'billed'), payerIndex: -1 },
    { partyId: 'c', payerIndex: 0, term: graduated },
  ];
  // C counts what A received: 50.00 before, which is its first tier, and 50.00 now.
  const shares = exampleSplit({ ...HALF_PAID, amountMinor: 10_000n, beforeMinor: 10_000n, chain });
  expect(shares.map(({ partyId, payerId, receivedMinor }) => [partyId, payerId, receivedMinor])).toEqual([
    ['op', null, 10_000n],
    ['a', 'op', 5_000n],
    ['b', 'op', 2_000n],
    ['c', 'a', 2_500n],
  ]);
});

test('whatever the chain, all of it is somebody’s, and all of it is due or waits', () => {
  const amount = fc.bigInt({ min: -(10n ** 7n), max: 10n ** 7n });
  fc.assert(
    fc.property(amount, amount, fc.bigInt({ min: 0n, max: 1_000_000n }), anyChain(), (...drawn) => {
      const [amountMinor, beforeMinor, paidPpm, chain] = drawn;
      const shares = exampleSplit({ ...HALF_PAID, amountMinor, beforeMinor, paidPpm, chain });
      expect(shares.reduce((sum, { keptMinor }) => sum + keptMinor, 0n)).toBe(amountMinor);
      for (const { keptMinor, dueMinor, pendingMinor } of shares)
        expect(dueMinor + pendingMinor).toBe(keptMinor);
    }),
  );
});
