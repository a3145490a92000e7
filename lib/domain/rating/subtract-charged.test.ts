import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Decimal, decimal } from '@/lib/domain/money/decimal';
import { toMinor } from '@/lib/domain/money/exact';
import type { Price } from '@/lib/domain/pricing/price';
import { ratePrice } from '@/lib/domain/rating/rate';
import type { RatedLine } from '@/lib/domain/rating/rated-line';
import { EUR, JANUARY, priceOf } from '@/lib/domain/rating/rating.fixture';
import { type ChargedBefore, subtractCharged } from '@/lib/domain/rating/subtract-charged';

const GRADUATED = {
  model: 'graduated',
  tiers: [
    { upTo: '10', unitPrice: '10', flatFee: '2' },
    { upTo: null, unitPrice: '5', flatFee: '3' },
  ],
};

const rated = (price: Price, usage: Decimal) =>
  ratePrice(price, { currency: EUR, period: JANUARY, usage, eventCount: usage === 0n ? 0n : 1n });

const amounts = (lines: readonly RatedLine[]) =>
  Object.fromEntries(lines.map(({ key, amountMinor }) => [key, amountMinor]));

/** Bills what is left, and remembers it as the bills would. */
function billInto(charged: Map<string, ChargedBefore>, price: Price, usage: Decimal): readonly RatedLine[] {
  const lines = subtractCharged(rated(price, usage), charged, EUR);
  for (const { key, kind, amountMinor, quantity } of lines) {
    const before = charged.get(key);
    charged.set(key, {
      amountMinor: (before?.amountMinor ?? 0n) + amountMinor,
      quantity: (kind === 'charge' ? (before?.quantity ?? 0n) + quantity : 0n) as Decimal,
    });
  }
  return lines;
}

describe('what is left to charge', () => {
  test('is all of it when nothing was charged', () => {
    const whole = rated(priceOf(GRADUATED), decimal('12'));
    expect(subtractCharged(whole, new Map(), EUR)).toEqual(whole);
  });

  test('goes on in the tier where the bills before stopped', () => {
    const charged = new Map<string, ChargedBefore>();
    // 8 units: 8 × 10 + 2 = 82. 12 units: 10 × 10 + 2 + 2 × 5 + 3 = 115.
    expect(amounts(billInto(charged, priceOf(GRADUATED), decimal('8')))).toEqual({ p: 8200n });
    const [late] = billInto(charged, priceOf(GRADUATED), decimal('12'));
    expect(late).toMatchObject({ amountMinor: 3300n, quantity: decimal('4') });
    expect(late!.steps.at(-1)).toEqual({
      code: 'charged_before',
      total: '115.00',
      before: '82.00',
      result: '33.00',
    });
  });

  test('is given back when usage was taken back', () => {
    const charged = new Map<string, ChargedBefore>();
    billInto(charged, priceOf(GRADUATED), decimal('12'));
    const [line] = billInto(charged, priceOf(GRADUATED), decimal('8'));
    expect(line).toMatchObject({ amountMinor: -3300n, quantity: decimal('-4') });
    expect(billInto(charged, priceOf(GRADUATED), decimal('8'))).toEqual([]);
  });

  test('includes a maximum that is no longer reached, and a minimum that now is', () => {
    const price = priceOf({ model: 'per_unit', unitPrice: '1', minimumSpend: '5', maximumSpend: '20' });
    const charged = new Map<string, ChargedBefore>();
    expect(amounts(billInto(charged, price, decimal('30')))).toEqual({ p: 3000n, 'p:maximum': -1000n });
    expect(amounts(billInto(charged, price, decimal('18')))).toEqual({ p: -1200n, 'p:maximum': 1000n });
    expect(amounts(billInto(charged, price, decimal('3')))).toEqual({ p: -1500n, 'p:minimum': 200n });
  });

  test('says units that cost nothing', () => {
    const price = priceOf({ model: 'per_unit', unitPrice: '1', includedUnits: '100' });
    const charged = new Map<string, ChargedBefore>();
    billInto(charged, price, decimal('10'));
    const [line] = billInto(charged, price, decimal('15'));
    expect(line).toMatchObject({ amountMinor: 0n, quantity: decimal('5') });
  });
});

const models = fc.constantFrom<object>(
  GRADUATED,
  { model: 'volume', tiers: GRADUATED.tiers },
  { model: 'per_unit', unitPrice: '0.333' },
  { model: 'package', size: '7', amount: '1.999', includedUnits: '3' },
  { model: 'per_unit', unitPrice: '1.5', minimumSpend: '9', maximumSpend: '40' },
  { model: 'per_unit', unitPrice: '0.07', discountPercent: '33.333', prepaidCredits: '2' },
);

test('however usage is cut into bills, in whatever order it comes or goes, the bills sum to the whole', () => {
  const change = fc.integer({ min: -900, max: 4000 }).map((hundredths) => decimal(`${hundredths}e-2`));
  fc.assert(
    fc.property(models, fc.array(change, { minLength: 1, maxLength: 8 }), (model, changes) => {
      const price = priceOf(model);
      const charged = new Map<string, ChargedBefore>();
      let usage = 0n as Decimal;
      for (const part of changes) {
        usage = (usage + part) as Decimal;
        for (const line of billInto(charged, price, usage)) {
          expect(line.amountMinor).toBe(toMinor(line.exact, EUR));
        }
      }
      const whole = amounts(rated(price, usage));
      for (const [key, { amountMinor }] of charged) expect(amountMinor).toBe(whole[key] ?? 0n);
      for (const key of Object.keys(whole)) expect(charged.has(key)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
