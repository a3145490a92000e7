import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyChain } from '@/lib/domain/settlement/chain.fixture';
import { guaranteeTopUp } from '@/lib/domain/settlement/guarantee';
import type { ChainLink } from '@/lib/domain/settlement/terms';
import { validateChain } from '@/lib/domain/settlement/validate-chain';

const link = (partyId: string, ratePpm = 500_000n): ChainLink => ({
  partyId,
  term: { kind: 'percentage', ratePpm, termId: partyId, basis: 'billed' },
});

test.each([
  ['a party twice', [link('a'), link('b'), link('a')], 'chain_cycle', 'chain.2.partyId'],
  ['back to the operator', [link('a'), link('op')], 'chain_cycle', 'chain.1.partyId'],
  ['more than there is', [link('a', 1_000_001n)], 'rate_out_of_range', 'chain.0.term.ratePercent'],
  ['less than nothing', [link('a'), link('b', -1n)], 'rate_out_of_range', 'chain.1.term.ratePercent'],
])('%s', (_case, chain, code, path) => {
  expect(validateChain('op', chain)).toMatchObject([{ code, path, severity: 'error' }]);
});

const below = (payerIndex: number, partyId: string, more: Partial<ChainLink['term']> = {}): ChainLink => {
  const each = link(partyId);
  return { ...each, payerIndex, term: { ...each.term, ...more } as ChainLink['term'] };
};
const percent = (ratePpm: bigint) => ({ ratePpm }) as Partial<ChainLink['term']>;
const graduated = (...rates: bigint[]) =>
  ({
    kind: 'graduated_percentage',
    tiers: rates.map((ratePpm, index) => ({
      upToMinor: index === rates.length - 1 ? null : BigInt(index + 1) * 1_000n,
      ratePpm,
    })),
  }) as Partial<ChainLink['term']>;

test.each<[string, ChainLink[], string[]]>([
  [
    'all of it, among three',
    [below(-1, 'a'), below(-1, 'b', percent(300_000n)), below(-1, 'c', percent(200_000n))],
    [],
  ],
  [
    'a half each, of three payers',
    [below(-1, 'a'), below(-1, 'b'), below(0, 'c'), below(0, 'd'), below(1, 'e')],
    [],
  ],
  [
    'a little more',
    [below(-1, 'a'), below(0, 'b'), below(0, 'c', percent(500_001n))],
    ['shares_above_whole chain.2.term.ratePercent'],
  ],
  [
    'beside the highest tier',
    [below(-1, 'a', graduated(0n, 600_000n, 100_000n)), below(-1, 'b')],
    ['shares_above_whole chain.1.term.ratePercent'],
  ],
  [
    'beside a fixed amount',
    [below(-1, 'a'), below(-1, 'b', { kind: 'fixed_per_unit', amountPerUnit: 1n } as never)],
    [],
  ],
  [
    'guarantees of two above the cap of who pays them',
    [
      below(-1, 'a', { capMinor: 100n }),
      below(0, 'b', { ...percent(1n), minimumGuaranteeMinor: 60n }),
      below(0, 'c', { ...percent(1n), minimumGuaranteeMinor: 60n }),
    ],
    ['guarantee_above_cap chain.2.term.minimumGuarantee'],
  ],
])('several below one: %s', (_case, chain, found) => {
  expect(validateChain('op', chain).map(({ code, path }) => `${code} ${path}`)).toEqual(found);
});

test('a chain of any depth and breadth is fine', () => {
  fc.assert(
    fc.property(anyChain(), (chain) => {
      expect(validateChain('op', chain)).toEqual([]);
    }),
  );
});

test.each([
  [50_000n, null, 32_000n, 18_000n],
  [50_000n, null, 50_000n, 0n],
  [50_000n, null, -1_000n, 51_000n],
  [50_000n, 40_000n, 32_000n, 8_000n],
  [null, null, 0n, 0n],
])(
  'a guarantee of %s, cap %s, and shares of %s leave %s',
  (minimumGuaranteeMinor, capMinor, share, topUp) => {
    expect(guaranteeTopUp({ minimumGuaranteeMinor, capMinor }, share)).toBe(topUp);
  },
);
