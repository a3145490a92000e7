import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { charge, EUR } from '@/lib/domain/billing/bill.fixture';
import { type BillDiscount, spreadDiscounts } from '@/lib/domain/billing/spread-discounts';
import { type Decimal, decimal } from '@/lib/domain/money/decimal';

const percent = (text: string, rest: Partial<BillDiscount> = {}): BillDiscount => ({
  discountKey: `p${text}`,
  description: `${text} %`,
  percent: decimal(text),
  amountMinor: null,
  supplierId: null,
  ...rest,
});
const amount = (amountMinor: bigint): BillDiscount => ({ ...percent('0'), percent: null, amountMinor });

function parts(amounts: readonly bigint[], discounts: readonly BillDiscount[]) {
  const charges = amounts.map((minor, index) => charge(`line-${index}`, minor));
  const spread = spreadDiscounts(charges, discounts, EUR);
  return { ...spread, amounts: spread.parts.map(({ amountMinor }) => amountMinor) };
}

test('a fixed amount goes pro rata over the charges by largest remainder', () => {
  expect(parts([1_000n, 1_000n, 1_000n], [amount(100n)]).amounts).toEqual([-34n, -33n, -33n]);
});

test('a credit gives back the discount its charge had', () => {
  expect(parts([1_000n, -400n], [percent('10')]).amounts).toEqual([-100n, 40n]);
});

test('each discount applies to what the one before it left', () => {
  expect(parts([1_000n], [percent('10'), percent('50')]).amounts).toEqual([-100n, -450n]);
});

test('only what it covers', () => {
  const charges = [
    charge('own', 1_000n),
    charge('iot', 1_000n, { supplier: 'iot', offeringId: 'sim' }),
    charge('iot-2', 1_000n, { supplier: 'iot' }),
  ];
  const spread = spreadDiscounts(charges, [percent('10', { supplierId: 'iot', offeringId: 'sim' })], EUR);
  expect(spread.parts.map(({ covered }) => covered.lineKey)).toEqual(['iot']);
});

test('an amount stops at what it covers, and says what lapsed', () => {
  const spread = parts([300n, -100n], [amount(500n)]);
  expect(spread.amounts).toEqual([-200n]);
  expect(spread.issues).toMatchObject([{ code: 'discount_capped', severity: 'info', amountAtStake: '3.00' }]);
  expect(parts([-100n], [amount(500n)]).amounts).toEqual([]);
});

describe('what is no discount is refused', () => {
  test.each([
    ['neither', { percent: null }],
    ['both', { amountMinor: 1n }],
    ['negative percentage', { percent: decimal('-1') }],
    ['above 100 %', { percent: decimal('100.000000000000001') }],
    ['negative amount', { percent: null, amountMinor: -1n }],
  ])('%s', (_case, rest) => {
    const spread = parts([100n], [percent('10', rest)]);
    expect(spread.amounts).toEqual([]);
    expect(spread.issues).toMatchObject([{ code: 'invalid_discount', severity: 'error' }]);
  });
});

test('no line ever turns over, order does not matter, and negated lines negate the discount', () => {
  const discount = fc.oneof(
    fc
      .bigInt({ min: 0n, max: 100n * 10n ** 15n })
      .map((value) => percent('0', { percent: value as Decimal })),
    fc.bigInt({ min: 0n, max: 10n ** 9n }).map(amount),
  );
  const amounts = fc.array(fc.bigInt({ min: -(10n ** 8n), max: 10n ** 8n }), { maxLength: 20 });
  fc.assert(
    fc.property(amounts, discount, (minors, rule) => {
      const charges = minors.map((minor, index) => charge(`line-${index}`, minor));
      const byKey = (list: readonly (typeof charges)[number][]) =>
        new Map(
          spreadDiscounts(list, [rule], EUR).parts.map((part) => [part.covered.lineKey, part.amountMinor]),
        );
      const spread = byKey(charges);
      for (const { lineKey, amountMinor } of charges) {
        const left = amountMinor + (spread.get(lineKey) ?? 0n);
        expect(amountMinor >= 0n ? left >= 0n : left <= 0n).toBe(true);
      }
      const reversed = byKey([...charges].reverse());
      expect([...reversed].sort()).toEqual([...spread].sort());
      if (rule.percent === null) return;
      const negated = byKey(charges.map((line) => ({ ...line, amountMinor: -line.amountMinor })));
      expect([...negated].map(([key, part]) => [key, -part]).sort()).toEqual([...spread].sort());
    }),
  );
});
