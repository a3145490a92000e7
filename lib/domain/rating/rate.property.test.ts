import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Currency, currency } from '@/lib/domain/money/currency';
import { type Decimal, decimal, decimalFromInteger } from '@/lib/domain/money/decimal';
import { toMinor } from '@/lib/domain/money/exact';
import type { Price } from '@/lib/domain/pricing/price';
import { type RatingInput, ratePrice } from '@/lib/domain/rating/rate';
import { EUR, JANUARY, priceOf } from '@/lib/domain/rating/rating.fixture';

// Small whole numbers of cents and units, so that an oracle can count them one by one in ordinary arithmetic.
const cents = fc.integer({ min: 0, max: 500 });
const plainTiers = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 4 }),
    fc.array(fc.record({ unit: cents, flat: cents }), { minLength: 5, maxLength: 5 }),
  )
  .map(([bounds, prices]) => {
    const ends = [...bounds.sort((a, b) => a - b), Number.POSITIVE_INFINITY];
    return ends.map((upTo, index) => ({ upTo, ...prices[index]! }));
  });
type PlainTier = { upTo: number; unit: number; flat: number };

const euros = (amount: number) => `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;
const tiersJson = (tiers: PlainTier[], unit = 'unitPrice') =>
  tiers.map((tier) => ({
    upTo: Number.isFinite(tier.upTo) ? String(tier.upTo) : null,
    [unit]: euros(tier.unit),
    flatFee: euros(tier.flat),
  }));

function rate(price: Price, input: Partial<RatingInput>, code: Currency = EUR): bigint {
  const lines = ratePrice(price, { currency: code, period: JANUARY, ...input });
  return lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}
const rateUnits = (price: Price, units: number) => rate(price, { usage: decimalFromInteger(units) });

/** Walks through the units, asking for each which tier it is in: no bounds arithmetic. */
function graduatedOracle(tiers: PlainTier[], units: number): number {
  let total = 0;
  const entered = new Set<PlainTier>();
  for (let unit = 1; unit <= units; unit += 1) {
    const tier = tiers.find(({ upTo }) => unit <= upTo)!;
    entered.add(tier);
    total += tier.unit;
  }
  for (const tier of entered) total += tier.flat;
  return total;
}

function volumeOracle(tiers: PlainTier[], units: number): number {
  if (units === 0) return 0;
  const tier = [...tiers]
    .reverse()
    .reduce((found, candidate) => (units <= candidate.upTo ? candidate : found));
  return Array.from({ length: units }, () => tier.unit).reduce((a, b) => a + b, tier.flat);
}

describe('against an oracle that counts unit by unit', () => {
  const units = fc.integer({ min: 0, max: 80 });

  test('graduated', () => {
    fc.assert(
      fc.property(plainTiers, units, (tiers, n) => {
        const price = priceOf({ model: 'graduated', tiers: tiersJson(tiers) });
        expect(rateUnits(price, n)).toBe(BigInt(graduatedOracle(tiers, n)));
      }),
    );
  });

  test('volume and stairstep', () => {
    fc.assert(
      fc.property(plainTiers, units, (tiers, n) => {
        const volume = priceOf({ model: 'volume', tiers: tiersJson(tiers) });
        expect(rateUnits(volume, n)).toBe(BigInt(volumeOracle(tiers, n)));
        const steps = tiers.map((tier) => ({ ...tier, unit: 0 }));
        const stairs = priceOf({ model: 'stairstep', tiers: tiersJson(steps) });
        expect(rateUnits(stairs, n)).toBe(BigInt(volumeOracle(steps, n)));
      }),
    );
  });

  test('package, filling boxes one unit at a time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.nat({ max: 30 }),
        cents,
        units,
        (size, included, amount, n) => {
          let boxes = 0;
          let room = included;
          for (let unit = 0; unit < n; unit += 1) {
            if (room === 0) {
              boxes += 1;
              room = size;
            }
            room -= 1;
          }
          const price = priceOf({ model: 'package', size, amount: euros(amount), includedUnits: included });
          expect(rateUnits(price, n)).toBe(BigInt(boxes * amount));
        },
      ),
    );
  });

  test('every tier edge: one below, on it, one above', () => {
    fc.assert(
      fc.property(plainTiers, (tiers) => {
        const graduated = priceOf({ model: 'graduated', tiers: tiersJson(tiers) });
        const volume = priceOf({ model: 'volume', tiers: tiersJson(tiers) });
        for (const { upTo } of tiers.slice(0, -1)) {
          for (const n of [upTo - 1, upTo, upTo + 1]) {
            expect(rateUnits(graduated, n)).toBe(BigInt(graduatedOracle(tiers, n)));
            expect(rateUnits(volume, n)).toBe(BigInt(volumeOracle(tiers, n)));
          }
        }
      }),
    );
  });
});

const modifiers = fc.record(
  {
    chargeWhenZero: fc.boolean(),
    includedUnits: fc.nat({ max: 20 }),
    discountPercent: fc.constantFrom('0', '7.5', '33.333', '100'),
    discountAmount: cents.map(euros),
    unitConversion: fc.record({
      divideBy: fc.constantFrom('1', '3', '1024'),
      round: fc.constantFrom('up', 'down', 'none'),
    }),
    maximumSpend: fc.integer({ min: 3, max: 90 }),
    minimumSpend: fc.nat({ max: 3 }),
    prepaidCredits: fc.nat({ max: 50 }),
  },
  { requiredKeys: [] },
);

const currencies = fc.constantFrom(...['JPY', 'EUR', 'KWD', 'CLF'].map(currency));

const model = plainTiers.chain((tiers) =>
  fc.constantFrom<object>(
    { model: 'flat', amount: '12.345' },
    { model: 'per_unit', unitPrice: '0.12345' },
    { model: 'graduated', tiers: tiersJson(tiers) },
    { model: 'volume', tiers: tiersJson(tiers) },
    { model: 'stairstep', tiers: tiersJson(tiers.map((tier) => ({ ...tier, unit: 0 }))) },
    { model: 'package', size: '7', amount: '1.999' },
    { model: 'percentage', rate: '0.013', fixedFee: '0.3', freeEvents: 2, freeAmount: '25' },
    { model: 'graduated_percentage', tiers: tiersJson(tiers, 'rate') },
    { model: 'dynamic' },
  ),
);
const anyPrice = fc
  .tuple(model, modifiers, currencies)
  .map(([json, more, code]) => ({ price: priceOf({ ...json, ...more }, code), code }));
// Hundredths of a unit, down to negative ones: corrections are reversals.
const event = fc.integer({ min: -5000, max: 9000 }).map((hundredths) => decimal(`${hundredths}e-2`));

describe('usage split over any number of bills', () => {
  test('comes to the price of all of it, with every modifier', () => {
    fc.assert(
      fc.property(anyPrice, fc.array(event, { minLength: 1, maxLength: 6 }), ({ price, code }, parts) => {
        let billed = rate(price, { usage: parts[0]! }, code);
        let before = parts[0]!;
        let countBefore = before === 0n ? 0n : 1n;
        for (const usage of parts.slice(1)) {
          billed += rate(price, { usage, usageBefore: before, eventCountBefore: countBefore }, code);
          before = (before + usage) as Decimal;
          countBefore += usage === 0n ? 0n : 1n;
        }
        expect(billed).toBe(rate(price, { usage: before, eventCount: countBefore }, code));
      }),
      { numRuns: 500 },
    );
  });

  test('also event by event, where each has its own minimum and maximum', () => {
    const bounded = {
      model: 'percentage',
      rate: '0.07',
      fixedFee: '0.1',
      freeEvents: 2,
      freeAmount: '30',
      minPerEvent: '0.5',
      maxPerEvent: '4',
    };
    const price = priceOf(bounded);
    const cut = fc
      .array(event, { maxLength: 12 })
      .chain((events) => fc.tuple(fc.constant(events), fc.nat({ max: events.length })));
    fc.assert(
      fc.property(cut, ([events, at]) => {
        const eventsBefore = events.slice(0, at);
        const split =
          rate(price, { events: eventsBefore }) + rate(price, { events: events.slice(at), eventsBefore });
        expect(split).toBe(rate(price, { events }));
      }),
    );
  });
});

describe('for any price and usage', () => {
  const withoutSpend = ({
    maximumSpend: _max,
    minimumSpend: _min,
    prepaidCredits: _credits,
    ...price
  }: Price) => price as Price;

  test('the charge is its exact amount rounded once', () => {
    fc.assert(
      fc.property(anyPrice, event, ({ price, code }, usage) => {
        const [charge] = ratePrice(price, { currency: code, period: JANUARY, usage });
        expect(charge!.amountMinor).toBe(toMinor(charge!.exact, code));
      }),
    );
  });

  test('a reversal charges the opposite', () => {
    fc.assert(
      fc.property(anyPrice, event, ({ price, code }, usage) => {
        fc.pre(usage !== 0n);
        const charge = withoutSpend(price);
        const eventCount = usage > 0n ? 1n : -1n;
        const there = rate(charge, { usage, eventCount }, code);
        expect(rate(charge, { usage: -usage as Decimal, eventCount: -eventCount }, code)).toBe(-there);
      }),
    );
  });

  test('a maximum is never exceeded and a minimum always reached, before credits', () => {
    fc.assert(
      fc.property(anyPrice, event, ({ price, code }, usage) => {
        const net = ratePrice(price, { currency: code, period: JANUARY, usage })
          .filter(({ kind }) => kind !== 'credit')
          .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
        const minor = (amount: Decimal) => toMinor((amount * 10n ** 15n) as never, code);
        if (price.maximumSpend !== undefined) expect(net <= minor(price.maximumSpend)).toBe(true);
        if (price.minimumSpend !== undefined) expect(net >= minor(price.minimumSpend)).toBe(true);
      }),
    );
  });

  test('the explanation ends where the amount does', () => {
    fc.assert(
      fc.property(anyPrice, event, ({ price, code }, usage) => {
        for (const line of ratePrice(price, { currency: code, period: JANUARY, usage })) {
          const { code: last, result, amount, flatFee } = line.steps.at(-1)!;
          if (last === 'zero_usage') expect(line.amountMinor).toBe(0n);
          else {
            const shown = decimal(
              (result ?? amount ?? flatFee)!.slice(0, 40).replace(/(\.\d{15})\d+$/, '$1'),
            );
            const minor = toMinor((shown * 10n ** 15n) as never, code);
            expect(minor).toBe(line.amountMinor);
          }
        }
      }),
    );
  });
});
