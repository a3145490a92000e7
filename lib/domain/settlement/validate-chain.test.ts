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

test('a chain of any depth is fine', () => {
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
