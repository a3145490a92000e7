import { expect, test } from 'vitest';
import { charge, draftOf } from '@/lib/domain/billing/bill.fixture';
import { decimal } from '@/lib/domain/money/decimal';
import { computeBillShares, sumByParty } from '@/lib/domain/settlement/compute-bill-shares';
import type { ChainLink, Term } from '@/lib/domain/settlement/terms';

const graduated: Term = {
  kind: 'graduated_percentage',
  termId: 'iot-term',
  basis: 'billed',
  tiers: [
    { upToMinor: 1_000n, ratePpm: 500_000n },
    { upToMinor: null, ratePpm: 100_000n },
  ],
};
const perUnit: Term = {
  kind: 'fixed_per_unit',
  termId: 'safe-term',
  basis: 'collected',
  amountPerUnit: decimal('2'),
};
const CHAINS: Record<string, ChainLink[]> = {
  'agreement-iot': [{ partyId: 'iot', term: graduated }],
  'agreement-safe': [{ partyId: 'safe', term: perUnit }],
};
const chainFor = ({ agreementId }: { agreementId: string | null }) => CHAINS[agreementId ?? ''] ?? [];

test('a cumulative term goes on through the lines of a bill, and from bill to bill', () => {
  const draft = draftOf([charge('a', 800n, { supplier: 'iot' }), charge('b', 400n, { supplier: 'iot' })]);
  const first = computeBillShares(draft, chainFor);
  // 50 % of the first 10.00, 10 % of the next 2.00.
  expect([...sumByParty(first.lines)]).toEqual([
    ['op', 680n],
    ['iot', 520n],
  ]);
  expect([...first.totals]).toEqual([['iot-term', { baseMinor: 1_200n, earnedMinor: 520n }]]);

  const second = computeBillShares(draft, chainFor, first.totals);
  expect([...sumByParty(second.lines)]).toEqual([
    ['op', 1_080n],
    ['iot', 120n],
  ]);
  expect(second.totals.get('iot-term')).toEqual({ baseMinor: 2_400n, earnedMinor: 640n });
});

test('a cumulative term counts what its payer receives, whoever stands between them in the list', () => {
  const chain: ChainLink[] = [
    {
      partyId: 'iot',
      payerIndex: -1,
      term: { kind: 'percentage', ratePpm: 500_000n, termId: 'half', basis: 'billed' },
    },
    { partyId: 'safe', payerIndex: -1, term: perUnit },
    { partyId: 'below', payerIndex: 0, term: graduated },
  ];
  const draft = draftOf([charge('a', 2_000n, { supplier: 'iot' }), charge('b', 2_000n, { supplier: 'iot' })]);
  const { lines, totals } = computeBillShares(draft, () => chain);
  // Of 10.00 half, then of 10.00 a tenth.
  expect(lines.map(({ shares }) => shares.at(-1)!.amountMinor)).toEqual([500n, 100n]);
  expect([...totals]).toEqual([['iot-term', { baseMinor: 2_000n, earnedMinor: 600n }]]);
});

test('lines that only move money sell no units', () => {
  const draft = draftOf(
    [
      charge('seats', 1_000n, { supplier: 'safe', quantity: decimal('3') }),
      charge('seats:maximum', -100n, { supplier: 'safe', kind: 'maximum', quantity: decimal('1') }),
    ],
    {
      discounts: [
        { discountKey: 'd', description: 'Ten', percent: decimal('10'), amountMinor: null, supplierId: null },
      ],
    },
  );
  const { lines, sumMinor } = computeBillShares(draft, chainFor);
  expect([...sumByParty(lines)]).toEqual([
    ['op', 210n],
    ['safe', 600n],
  ]);
  expect(sumMinor).toBe(draft.netMinor);
});
