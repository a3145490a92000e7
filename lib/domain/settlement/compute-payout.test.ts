import fc from 'fast-check';
import { expect, test } from 'vitest';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { decimal } from '@/lib/domain/money/decimal';
import { computePayout, type PayoutFacts } from '@/lib/domain/settlement/compute-payout';
import { convertAmount, convertParts } from '@/lib/domain/settlement/convert-amount';

const NO_CONDITIONS = { minimumMinor: 0n, feeMinor: 0n, feePpm: 0n, reservePpm: 0n, reserveDays: 0 };

const payout = (
  groups: Record<string, bigint>,
  {
    conditions = {},
    ...facts
  }: { conditions?: Partial<PayoutFacts['conditions']> } & Partial<
    Omit<PayoutFacts, 'conditions' | 'groups'>
  > = {},
) =>
  computePayout({
    groups: Object.entries(groups).map(([event, payoutMinor]) => ({ event, payoutMinor })),
    conditions: { ...NO_CONDITIONS, ...conditions },
    ...{ taxRatePpm: null, untaxedMinor: 0n, unreservedMinor: 0n },
    ...facts,
  });

test('shares less a credit, a fee of 1 % and a reserve of 5 % of what was earned', () => {
  const computed = payout(
    { 'bill.issued': 100_000n, 'credit-note.issued': -4_000n },
    { conditions: { feePpm: 10_000n, reservePpm: 50_000n, reserveDays: 90 } },
  );
  expect(computed).toMatchObject({
    outcome: 'pay',
    feeMinor: 960n,
    reserveMinor: 5_000n,
    amountMinor: 90_040n,
  });
  expect(computed.steps.map(({ step, afterMinor }) => [step, afterMinor])).toEqual([
    ['shares', 100_000n],
    ['credits', 96_000n],
    ['fee', 95_040n],
    ['reserve', 90_040n],
  ]);
});

test.each([
  ['a cent below the minimum', { 'bill.issued': 999n }, 999n],
  ['nothing', { 'bill.issued': 500n, 'dispute.raised': -500n }, 0n],
  ['less than nothing', { 'bill.issued': 500n, 'credit-note.issued': -900n }, -400n],
])('%s is carried whole, without fee and reserve', (_, groups, carriedMinor) => {
  const conditions = { minimumMinor: 1_000n, feeMinor: 0n, reservePpm: 0n };
  expect(payout(groups, { conditions })).toMatchObject({ outcome: 'carry', carriedMinor, amountMinor: 0n });
});

test('the minimum itself is paid', () => {
  const conditions = { minimumMinor: 1_000n };
  expect(payout({ 'bill.issued': 1_000n }, { conditions }).outcome).toBe('pay');
});

test('a supply is taxed once: what is carried with the statement that pays it, a released reserve never again', () => {
  const taxRatePpm = 230_000n;
  const first = payout({ 'bill.issued': 400n }, { taxRatePpm, conditions: { minimumMinor: 500n } });
  expect(first).toMatchObject({ outcome: 'carry', taxMinor: 0n, taxableMinor: 400n });
  const second = payout(
    { 'payout.carried-over': 400n, 'bill.issued': 600n, 'payout.reserve-released': 50n },
    { taxRatePpm, untaxedMinor: first.taxableMinor },
  );
  expect(second).toMatchObject({ taxableMinor: 1_000n, taxMinor: 230n, amountMinor: 1_280n });
});

test('a fee is taken once: what came back and a released reserve bore it before, what was carried did not', () => {
  const groups = { 'payout.returned': 700n, 'payout.reserve-released': 200n, 'payout.carried-over': 100n };
  const conditions = { feePpm: 10_000n };
  expect(payout({ ...groups, 'bill.issued': 1_000n }, { conditions })).toMatchObject({
    feeMinor: 11n,
    amountMinor: 1_989n,
  });
});

test('a reserve is kept back once: of what is carried with the statement that pays it', () => {
  const conditions = { minimumMinor: 500n, reservePpm: 100_000n };
  const first = payout({ 'bill.issued': 400n }, { conditions });
  expect(first).toMatchObject({ outcome: 'carry', reserveMinor: 0n, reservableMinor: 400n });
  const next = { 'payout.carried-over': 400n, 'bill.issued': 600n };
  const second = payout(next, { conditions, unreservedMinor: first.reservableMinor });
  expect(second).toMatchObject({ reserveMinor: 100n, reservableMinor: 1_000n, amountMinor: 900n });
});

const minor = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
const part = fc.bigInt({ min: 0n, max: 1_000_000n });
const EVENTS = [
  'bill.issued',
  'payment.allocated',
  'credit-note.issued',
  'dispute.raised',
  'payout.carried-over',
  'payout.returned',
  'x',
];

test('the amount is the balance with what the payout adds and takes, the steps lead to it, and nobody is paid less than nothing', () => {
  const facts = fc.record({
    groups: fc.array(fc.record({ event: fc.constantFrom(...EVENTS), payoutMinor: minor }), { maxLength: 12 }),
    conditions: fc.record({
      minimumMinor: fc.bigInt({ min: 0n, max: 10n ** 9n }),
      feeMinor: fc.bigInt({ min: 0n, max: 10n ** 6n }),
      ...{ feePpm: part, reservePpm: part, reserveDays: fc.nat(365) },
    }),
    taxRatePpm: fc.option(part),
    untaxedMinor: minor,
    unreservedMinor: minor,
  });
  fc.assert(
    fc.property(facts, (given) => {
      const computed = computePayout(given);
      const { balanceMinor, taxMinor, feeMinor, reserveMinor, carriedMinor, amountMinor, steps } = computed;
      expect(balanceMinor).toBe(given.groups.reduce((sum, { payoutMinor }) => sum + payoutMinor, 0n));
      expect(amountMinor).toBe(balanceMinor + taxMinor - feeMinor - reserveMinor - carriedMinor);
      expect(steps.reduce((sum, step) => sum + step.amountMinor, 0n)).toBe(amountMinor);
      expect(amountMinor >= 0n && (computed.outcome === 'pay') === amountMinor > 0n).toBe(true);
      if (computed.outcome === 'pay') {
        expect(balanceMinor - feeMinor - reserveMinor >= given.conditions.minimumMinor).toBe(true);
      } else expect([feeMinor, reserveMinor, taxMinor, carriedMinor]).toEqual([0n, 0n, 0n, balanceMinor]);
    }),
    { numRuns: 400 },
  );
});

test.each([
  [1_000n, 'JPY', 'EUR', '0.006123', 612n],
  [-1_000n, 'JPY', 'EUR', '0.006125', -613n],
  [12_345n, 'EUR', 'KWD', '0.333333333', 41_150n],
  [1n, 'CLF', 'JPY', '5000', 1n],
  [10_000n, 'USD', 'CLF', '0.025', 25_000n],
  [3n, 'KWD', 'JPY', '500', 2n],
])('%s of %s in %s at %s is %s', (amountMinor, from, to, rate, expected) => {
  expect(convertAmount(amountMinor, currencyOf(from), currencyOf(to), decimal(rate))).toBe(expected);
});

test('converting is exact to half a minor unit, symmetric, and one to one at a rate of one', () => {
  const codes = fc.constantFrom('JPY', 'EUR', 'USD', 'KWD', 'CLF').map(currencyOf);
  fc.assert(
    fc.property(
      minor,
      codes,
      codes,
      fc.integer({ min: 1, max: 10 ** 9 }),
      (amountMinor, from, to, billionths) => {
        const rate = decimal(`${(billionths / 1e6).toFixed(6)}`);
        const converted = convertAmount(amountMinor, from, to, rate);
        expect(convertAmount(-amountMinor, from, to, rate)).toBe(-converted);
        expect(convertAmount(amountMinor, from, from, decimal('1'))).toBe(amountMinor);
      },
    ),
    { numRuns: 200 },
  );
});

test('the parts of a converted sum are it, each within a minor unit of its own', () => {
  const [eur, kwd] = [currencyOf('EUR'), currencyOf('KWD')];
  expect(convertParts([1_000n, 1_000n], eur, eur, decimal('0.33333'))).toEqual([334n, 333n]);
  fc.assert(
    fc.property(
      fc.array(minor, { maxLength: 9 }),
      fc.integer({ min: 1, max: 10 ** 9 }),
      (amounts, millionths) => {
        const rate = decimal((millionths / 1e6).toFixed(6));
        const parts = convertParts(amounts, eur, kwd, rate);
        const total = (values: bigint[]) => values.reduce((sum, value) => sum + value, 0n);
        expect(total(parts)).toBe(convertAmount(total(amounts), eur, kwd, rate));
        for (const [index, part] of parts.entries()) {
          const apart = part - convertAmount(amounts[index]!, eur, kwd, rate);
          expect(apart >= -1n && apart <= 1n).toBe(true);
        }
      },
    ),
    { numRuns: 200 },
  );
});
