import fc from 'fast-check';
import { expect, test } from 'vitest';
import { charge, draftOf } from '@/lib/domain/billing/bill.fixture';
import { billLines } from '@/lib/domain/billing/bill-draft';
import { type Decimal, decimal } from '@/lib/domain/money/decimal';
import type { DiscountBearing } from '@/lib/domain/settlement/bear-discounts';
import { anyChain } from '@/lib/domain/settlement/chain.fixture';
import { computeBillShares, sumByParty } from '@/lib/domain/settlement/compute-bill-shares';
import type { ChainLink } from '@/lib/domain/settlement/terms';

const ten = {
  discountKey: 'd',
  description: 'Welcome',
  percent: null,
  amountMinor: 1_000n,
  supplierId: null,
};
const chains: Record<string, ChainLink[]> = {
  'agreement-iot': [{ partyId: 'iot', term: percentage('iot', 700_000n) }],
  'agreement-safe': [{ partyId: 'safe', term: percentage('safe', 900_000n) }],
};

function percentage(name: string, ratePpm: bigint): ChainLink['term'] {
  return { kind: 'percentage', termId: `${name}-term`, basis: 'billed', ratePpm };
}
const chainFor = ({ agreementId }: { agreementId: string | null }) => chains[agreementId ?? ''] ?? [];
const agreed = (...parts: [string, bigint][]): DiscountBearing => ({
  by: 'agreed',
  parts: parts.map(([partyId, ratePpm]) => ({ partyId, ratePpm })),
});

// 20.00 of the principal's and 10.00 of the agent's, less 10.00: −6.67 and −3.33.
const draft = draftOf(
  [charge('sim', 2_000n, { supplier: 'iot' }), charge('seat', 1_000n, { supplier: 'safe' })],
  { discounts: [ten] },
);
const borneBy = (bearing: DiscountBearing | null) =>
  computeBillShares(draft, chainFor, undefined, bearing ? { bearings: new Map([['d', bearing]]) } : {});
const parties = (bearing: DiscountBearing | null) => Object.fromEntries(sumByParty(borneBy(bearing).lines));

test('the same bill is shared in three ways', () => {
  // 70 % of 13.33 is 9.33; 90 % of 6.67 is 6.00 (the discount lines round on their own: 4.67 and 3.00 off).
  expect(parties(null)).toEqual({ op: 467n, iot: 933n, safe: 600n });
  expect(parties({ by: 'operator' })).toEqual({ op: -300n, iot: 1_400n, safe: 900n });
  expect(parties(agreed(['iot', 500_000n], ['safe', 500_000n]))).toEqual({ op: 700n, iot: 900n, safe: 400n });
  expect(parties(agreed(['op', 250_000n], ['iot', 750_000n]))).toEqual({ op: 450n, iot: 650n, safe: 900n });
});

test('each line says who bears what of it, and why', () => {
  const lines = borneBy(agreed(['iot', 500_000n], ['safe', 500_000n])).lines.filter(({ lineKey }) =>
    lineKey.endsWith(':d'),
  );
  expect(
    lines.map(({ shares }) =>
      shares.map(({ partyId, amountMinor, termId }) => [partyId, amountMinor, termId]),
    ),
  ).toEqual([
    [
      ['iot', -167n, null],
      ['safe', -166n, 'safe-term'],
    ],
    [
      ['iot', -333n, 'iot-term'],
      ['safe', -334n, null],
    ],
  ]);
  expect(lines[0]!.shares[0]!.steps).toEqual([
    { code: 'discount_borne_agreed', percent: '50', discount: '-10.00', total: '-5.00', result: '-1.67' },
  ]);
  expect(borneBy({ by: 'operator' }).lines.find(({ lineKey }) => lineKey.startsWith('sim:'))!.shares).toEqual(
    [
      expect.objectContaining({
        partyId: 'op',
        steps: [{ code: 'discount_borne_operator', result: '-6.67' }],
      }),
    ],
  );
});

const anyCharge = fc.record({
  amountMinor: fc.bigInt({ min: -(10n ** 6n), max: 10n ** 7n }),
  quantity: fc.option(fc.bigInt({ min: 0n, max: 10n ** 17n }).map((value) => value as Decimal)),
  supplier: fc.constantFrom(undefined, 'iot' as const, 'safe' as const),
});
const anyParts = fc
  .uniqueArray(fc.constantFrom('op', 'iot', 'safe', 'iot-0', 'iot-1', 'safe-0'), { minLength: 1 })
  .chain((names) =>
    fc
      .array(fc.bigInt({ min: 0n, max: 1_000_000n }), {
        minLength: names.length - 1,
        maxLength: names.length - 1,
      })
      .map((cuts) => {
        const bounds = [0n, ...cuts.sort((a, b) => (a < b ? -1 : 1)), 1_000_000n];
        return names.map((partyId, i) => ({ partyId, ratePpm: bounds[i + 1]! - bounds[i]! }));
      }),
  );

test('whoever bears it, every line and every part sums, and the lines without it share as ever', () => {
  const cases = fc.record({
    charges: fc.array(anyCharge, { minLength: 1, maxLength: 8 }),
    percent: fc.bigInt({ min: 0n, max: 10n ** 17n }),
    amountMinor: fc.option(fc.bigInt({ min: 1n, max: 10n ** 6n })),
    parts: anyParts,
    iot: anyChain('iot'),
    safe: anyChain('safe'),
  });
  fc.assert(
    fc.property(cases, ({ charges, percent, amountMinor, parts, iot, safe }) => {
      const lines = charges.map(({ supplier, ...rest }, i) =>
        charge(`line-${i}`, rest.amountMinor, { ...rest, ...(supplier && { supplier }) }),
      );
      const value =
        amountMinor === null ? { percent: percent as Decimal, amountMinor } : { percent: null, amountMinor };
      const other = { ...ten, ...value, discountKey: 'other', percent: decimal('5'), amountMinor: null };
      const bill = draftOf(lines, { discounts: [{ ...ten, ...value }, other] });
      const plain = draftOf(lines);
      const chainOf = ({ agreementId }: { agreementId: string | null }) =>
        agreementId === null ? [] : agreementId === 'agreement-iot' ? iot : safe;
      const given = (bearing: DiscountBearing) =>
        computeBillShares(bill, chainOf, undefined, { bearings: new Map([['d', bearing]]) });
      const discounted = billLines(bill).filter(({ lineKey }) => lineKey.endsWith(':d'));

      for (const bearing of [{ by: 'operator' } as const, { by: 'agreed', parts } as const]) {
        const shares = given(bearing);
        expect(shares.sumMinor).toBe(bill.netMinor);
        const byKey = new Map(shares.lines.map(({ lineKey, shares: ofLine }) => [lineKey, ofLine]));
        for (const { lineKey, amountMinor: ofLine } of billLines(bill))
          expect(sum(byKey.get(lineKey)!.map((share) => share.amountMinor))).toBe(ofLine);

        for (const isOff of [true, false]) {
          const group = discounted.filter((line) => line.amountMinor < 0n === isOff);
          const total = sum(group.map((line) => line.amountMinor));
          const wanted = bearing.by === 'operator' ? [{ partyId: 'op', ratePpm: 1_000_000n }] : bearing.parts;
          for (const { partyId, ratePpm } of wanted) {
            const own = group.flatMap(({ lineKey }) =>
              byKey.get(lineKey)!.filter((share) => share.partyId === partyId),
            );
            const exact = total * ratePpm;
            const off = sum(own.map((share) => share.amountMinor)) * 1_000_000n - exact;
            expect(off < 1_000_000n && off > -1_000_000n).toBe(true);
            for (const { amountMinor: one } of own) expect(isOff ? one <= 0n : one >= 0n).toBe(true);
          }
        }
      }
      // Without another discount, what the operator bears alone leaves every chain as if there were none.
      const alone = draftOf(lines, { discounts: [{ ...ten, ...value }] });
      const kept = computeBillShares(alone, chainOf, undefined, {
        bearings: new Map([['d', { by: 'operator' }]]),
      });
      const undiscounted = computeBillShares(plain, chainOf);
      expect(kept.totals).toEqual(undiscounted.totals);
      const [a, b] = [sumByParty(kept.lines), sumByParty(undiscounted.lines)];
      for (const [partyId, amount] of b) if (partyId !== 'op') expect(a.get(partyId)).toBe(amount);
    }),
    { numRuns: 150 },
  );
});

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, each) => total + each, 0n);
