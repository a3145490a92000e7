import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareRating } from '@/lib/domain/billing/partner-bill/compare-rating';
import {
  type ComparedComponent,
  type ComparisonInput,
  decimalOfMinor,
  type PartnerSide,
} from '@/lib/domain/billing/partner-bill/comparison-input';
import { currency } from '@/lib/domain/money/currency';
import { type Decimal, decimal, formatDecimal } from '@/lib/domain/money/decimal';
import { civilDate } from '@/lib/domain/period/civil-date';
import { parsePrice } from '@/lib/domain/pricing/parse-price';
import type { Price } from '@/lib/domain/pricing/price';
import { ratePrice } from '@/lib/domain/rating/rate';

const EUR = currency('EUR');
const period = { from: civilDate('2026-10-01'), to: civilDate('2026-11-01') };

function price(plan: Record<string, unknown>): Price {
  const parsed = parsePrice(
    { key: 'data', kind: 'usage', meter: 'gb', ...plan },
    { currency: EUR, path: 'price' },
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return parsed.value;
}

const tiers = [
  { upTo: '5', unitPrice: '1' },
  { upTo: '20', unitPrice: '0.7' },
  { upTo: null, unitPrice: '0.5' },
];
const GRADUATED = price({ model: 'graduated', tiers });

const component = (usage: string, rest: Partial<ComparedComponent> = {}): ComparedComponent => ({
  name: 'Data',
  price: GRADUATED,
  unit: 'GB',
  usage: { usage: decimal(usage), eventCount: 1n },
  versions: [],
  elsewhen: [],
  ...rest,
});

const nothing = { lineCount: 0, amount: 0n as Decimal };
const partner = (amount: string, rest: Partial<PartnerSide> = {}): PartnerSide => ({
  amount: decimal(amount),
  lineCount: 1,
  quantity: null,
  unit: null,
  repeated: nothing,
  outside: nothing,
  foreign: [],
  unmapped: [],
  ...rest,
});

const compare = (amount: string, rest: Partial<ComparisonInput> = {}, side: Partial<PartnerSide> = {}) =>
  compareRating({
    currency: EUR,
    period,
    components: [component('10')],
    partner: partner(amount, side),
    taxRatesPpm: [230_000n, 80_000n],
    tolerancePercent: decimal('1'),
    ...rest,
  });

// 10 GB: 5 at 1.00 and 5 at 0.70 are 8.50.
describe('why the partner has another amount than 8.50 for 10 GB', () => {
  const version = { label: 'version 1', price: price({ model: 'per_unit', unitPrice: '0.9' }) };
  const september = { label: 'September 2026', usage: { usage: decimal('12'), eventCount: 1n } };
  const included = component('10', {
    price: price({ model: 'per_unit', unitPrice: '1.7', includedUnits: '5' }),
  });
  const reduced = component('10', {
    price: price({ model: 'per_unit', unitPrice: '1', discountPercent: '15' }),
  });
  test.each<[string, string, Partial<ComparisonInput>, Partial<PartnerSide>, string, string]>([
    ['8.50', 'nothing is otherwise', {}, {}, 'same', 'same amount'],
    ['8.504', 'a part of a cent', {}, {}, 'same', 'same amount'],
    ['8.51', 'lines rounded one by one', {}, { lineCount: 3 }, 'rounding', 'up to 0.015 EUR; this is 0.01'],
    [
      '17',
      'the same twice',
      {},
      { lineCount: 2, repeated: { lineCount: 1, amount: decimal('8.5') } },
      'duplicate_lines',
      '1 line',
    ],
    [
      '9.9',
      'two more GB',
      {},
      { quantity: decimal('12'), unit: 'gb' },
      'missing_usage',
      '2 GB have not come in here. At our price 12 GB are 9.90 EUR',
    ],
    [
      '7.1',
      'two GB less',
      {},
      { quantity: decimal('8'), unit: 'GBs' },
      'missing_usage',
      '2 GB are not on the bill',
    ],
    [
      '9',
      'an older price',
      { components: [component('10', { versions: [version] })] },
      {},
      'price_version',
      'version 1',
    ],
    ['7', 'the tier reached for all', {}, {}, 'tier', 'all units at the price of the tier they reach'],
    ['10', 'the tier below', {}, {}, 'tier', 'the tier 0 to 5'],
    ['5', 'the tier above', {}, {}, 'tier', 'the tier above 20'],
    ['17', 'free units charged', { components: [included] }, {}, 'included_units', '5 included units'],
    ['10', 'no discount', { components: [reduced] }, {}, 'discount', 'Without the discount'],
    ['10.46', 'tax in the price', {}, {}, 'tax', 'With 23 % tax our 8.50 EUR are 10.46 EUR'],
    [
      '9.9',
      'the usage of September',
      { components: [component('10', { elsewhen: [september] })] },
      {},
      'other_period',
      'September 2026',
    ],
    [
      '12.5',
      'a line of November',
      {},
      { lineCount: 2, outside: { lineCount: 1, amount: decimal('4') } },
      'other_period',
      '1 line of 4 EUR is for days outside',
    ],
    [
      '0',
      'the same number in dollars',
      {},
      { lineCount: 0, foreign: [{ currency: 'USD', amount: decimal('8.5') }] },
      'currency',
      'same number in USD',
    ],
    [
      '0',
      'dollars',
      {},
      { lineCount: 0, foreign: [{ currency: 'USD', amount: decimal('9.21') }] },
      'currency',
      '1.083529 USD for 1 EUR',
    ],
    [
      '0',
      'a service nobody mapped',
      {},
      { lineCount: 0, unmapped: [{ service: 'Data EU', amount: decimal('8.5') }] },
      'service_not_mapped',
      '“Data EU” (8.5 EUR)',
    ],
    ['0', 'no line', {}, { lineCount: 0 }, 'not_on_bill', 'no line'],
    ['8', 'no usage here', { components: [component('0')] }, {}, 'no_usage', 'no usage'],
    ['3.33', 'nobody knows', {}, {}, 'unexplained', 'ask the partner'],
  ])('%s: %s', (amount, _, rest, side, code, words) => {
    const { causes, difference, hubMinor } = compare(amount, rest, side);
    expect([causes[0]!.code, causes[0]!.words]).toEqual([code, expect.stringContaining(words)]);
    expect(decimalOfMinor(hubMinor, EUR) + difference).toBe(decimal(amount));
  });
});

describe('the tolerance', () => {
  test.each([
    ['8.58', true],
    ['8.585', true],
    ['8.59', false],
    ['8.41', false],
  ])('%s is within one per cent of 8.50: %s', (amount, within) => {
    expect(compare(amount).withinTolerance).toBe(within);
  });

  test('nothing held tolerates nothing, and another currency is never within it', () => {
    expect(compare('0.01', { components: [] }).withinTolerance).toBe(false);
    expect(compare('0', { components: [] }, { lineCount: 0 }).withinTolerance).toBe(true);
    const foreign = [{ currency: 'USD', amount: decimal('8.5') }];
    expect(compare('8.5', {}, { foreign }).withinTolerance).toBe(false);
  });
});

test('counts that differ are told where they do not explain all of it', () => {
  const one = compare('3', {}, { quantity: decimal('8'), unit: 'GB' });
  expect(one.causes[0]).toMatchObject({
    code: 'missing_usage',
    fits: false,
    words: expect.stringContaining('7.10 EUR'),
  });
  const two = compare(
    '3',
    { components: [component('10'), component('4')] },
    { quantity: decimal('20'), unit: 'GB' },
  );
  expect(two.causes[0]).toMatchObject({
    code: 'missing_usage',
    words: expect.stringContaining('6 GB have not come in here'),
  });
});

test('several prices: the one that differs is found, the others stay', () => {
  const other = component('3', {
    name: 'Calls',
    unit: 'calls',
    price: price({ model: 'per_unit', unitPrice: '2' }),
  });
  const { causes, lines, hubMinor } = compare('13', { components: [component('10'), other] });
  expect(hubMinor).toBe(1450n);
  expect(causes[0]).toMatchObject({ code: 'tier', fits: true });
  expect(lines.map(({ name, line }) => [name, line.amountMinor])).toEqual([
    ['Data', 850n],
    ['Calls', 600n],
  ]);
});

describe('for any usage, prices and partner', () => {
  const cents = fc.integer({ min: 1, max: 300 }).map((value) => (value / 100).toFixed(2));
  const quantity = fc.integer({ min: 1, max: 60_000 }).map((value) => (value / 1000).toFixed(3));

  test('hub + difference = partner, a cause there always is, and the order of versions says nothing', () => {
    fc.assert(
      fc.property(
        quantity,
        fc.array(cents, { maxLength: 4 }),
        fc.integer({ min: -90_000, max: 90_000 }),
        (usage, unitPrices, amount) => {
          const versions = unitPrices.map((unitPrice, n) => ({
            label: `version ${n}`,
            price: price({ model: 'per_unit', unitPrice }),
          }));
          const side = formatDecimal((BigInt(amount) * 10n ** 12n) as Decimal);
          const result = compare(side, { components: [component(usage, { versions })] });
          expect(decimalOfMinor(result.hubMinor, EUR) + result.difference).toBe(decimal(side));
          expect(result.causes.length).toBeGreaterThan(0);
          const reversed = compare(side, {
            components: [component(usage, { versions: versions.toReversed() })],
          });
          expect(reversed.causes[0]!.code).toBe(result.causes[0]!.code);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a bill that is our rating by another version says so, whatever else would fit', () => {
    fc.assert(
      fc.property(quantity, cents, (usage, unitPrice) => {
        const old = price({ model: 'per_unit', unitPrice });
        const [line] = ratePrice(old, { currency: EUR, period, usage: decimal(usage) });
        const side = formatDecimal(decimalOfMinor(line!.amountMinor, EUR));
        const versions = [{ label: 'version 1', price: old }];
        const codes = compare(side, { components: [component(usage, { versions })] }).causes.map(
          ({ code }) => code,
        );
        expect(codes).toEqual(expect.arrayContaining([codes.includes('same') ? 'same' : 'price_version']));
      }),
      { numRuns: 60 },
    );
  });
});
