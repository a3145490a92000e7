import { describe, expect, test } from 'vitest';
import { currency } from '@/lib/domain/money/currency';
import { decimal } from '@/lib/domain/money/decimal';
import { formatExact } from '@/lib/domain/money/exact';
import { civilDate } from '@/lib/domain/period/civil-date';
import { type RatingInput, ratePrice } from '@/lib/domain/rating/rate';
import { EUR, JANUARY, linesOf, priceOf } from '@/lib/domain/rating/rating.fixture';

const amountOf = (json: object, input: Partial<RatingInput>) => linesOf(json, input).p;
const forUsage = (json: object, usage: string) => amountOf(json, { usage: decimal(usage) });
const forEvents = (json: object, ...events: string[]) => amountOf(json, { events: events.map(decimal) });
const forSeats = (json: object, quantity?: string) =>
  amountOf(
    { kind: 'recurring', meter: null, ...json },
    quantity === undefined ? {} : { quantity: decimal(quantity) },
  );

describe('flat', () => {
  const fee = { kind: 'recurring', meter: null, model: 'flat', amount: '50' };
  const fromTenth = { from: civilDate('2026-01-10'), to: JANUARY.to };

  test('once per period, whatever the quantity', () => {
    expect(amountOf(fee, { quantity: decimal('7') })).toBe('50.00');
    expect(amountOf({ ...fee, kind: 'one_time' }, { service: fromTenth })).toBe('50.00');
  });

  test('by days of service only where the price is prorated', () => {
    expect(amountOf({ ...fee, prorate: true }, { service: fromTenth })).toBe('35.48');
    expect(amountOf(fee, { service: fromTenth })).toBe('50.00');
    expect(amountOf({ ...fee, prorate: true }, {})).toBe('50.00');
  });

  test('killbill-docs: 24.95, cycle day 25, active 16 to 25 September, is 7.24', () => {
    const september = { from: civilDate('2026-08-25'), to: civilDate('2026-09-25') };
    const service = { from: civilDate('2026-09-16'), to: september.to };
    expect(amountOf({ ...fee, amount: '24.95', prorate: true }, { period: september, service })).toBe('7.24');
  });

  test('on usage it is due once there is some', () => {
    const perUse = { model: 'flat', amount: '50' };
    expect(['0', '0.001', '900'].map((usage) => forUsage(perUse, usage))).toEqual(['0.00', '50.00', '50.00']);
    expect(forUsage({ ...perUse, chargeWhenZero: true }, '0')).toBe('50.00');
  });
});

describe('per_unit', () => {
  test('a recurring price without a quantity is for one, a usage price without usage for none', () => {
    expect(forSeats({ model: 'per_unit', unitPrice: '9.90' })).toBe('9.90');
    expect(forSeats({ model: 'per_unit', unitPrice: '9.90' }, '3')).toBe('29.70');
    expect(forSeats({ model: 'per_unit', unitPrice: '9.90' }, '0')).toBe('0.00');
    expect(amountOf({ model: 'per_unit', unitPrice: '9.90' }, {})).toBe('0.00');
  });

  test('sub-cent prices keep their decimals until the line', () => {
    expect(forUsage({ model: 'per_unit', unitPrice: '0.00000080' }, '1250000')).toBe('1.00');
    expect(forUsage({ model: 'per_unit', unitPrice: '0.005' }, '1')).toBe('0.01');
    expect(forUsage({ model: 'per_unit', unitPrice: '0.005' }, '-1')).toBe('-0.01');
  });

  test.each([
    ['JPY', '2'],
    ['EUR', '1.50'],
    ['KWD', '1.500'],
    ['CLF', '1.5000'],
  ])('in %s', (code, text) => {
    expect(
      amountOf({ model: 'per_unit', unitPrice: '1.5' }, { currency: currency(code), usage: decimal('1') }),
    ).toBe(text);
  });
});

describe('graduated', () => {
  const lago = {
    model: 'graduated',
    chargeWhenZero: true,
    tiers: [
      { upTo: '10', unitPrice: '10', flatFee: '2' },
      { upTo: '20', unitPrice: '5', flatFee: '3' },
      { upTo: null, unitPrice: '5', flatFee: '3' },
    ],
  };

  test.each([
    ['0', '2.00'],
    ['1', '12.00'],
    ['10', '102.00'],
    ['11', '110.00'],
    ['12', '115.00'],
    ['20', '155.00'],
    ['21', '163.00'],
  ])('lago-api graduated spec: %s is %s', (usage, amount) => {
    expect(forUsage(lago, usage)).toBe(amount);
  });

  test('without chargeWhenZero nothing is due at zero, nor below the included units', () => {
    expect(forUsage({ ...lago, chargeWhenZero: false }, '0')).toBe('0.00');
    expect(forUsage({ ...lago, chargeWhenZero: false, includedUnits: '5' }, '5')).toBe('0.00');
    expect(forUsage({ ...lago, includedUnits: '5' }, '5')).toBe('2.00');
    expect(forUsage({ ...lago, includedUnits: '5' }, '5.5')).toBe('7.00');
  });

  test('bounds may be decimals, and a quantity on one belongs below it', () => {
    const halves = {
      model: 'graduated',
      tiers: [
        { upTo: '0.5', unitPrice: '4' },
        { upTo: null, unitPrice: '2', flatFee: '1' },
      ],
    };
    expect(['0.4', '0.5', '0.500000000000001', '1'].map((usage) => forUsage(halves, usage))).toEqual([
      '1.60',
      '2.00',
      '3.00',
      '4.00',
    ]);
  });

  test('seats of a recurring price fall into tiers as usage does', () => {
    expect(forSeats(lago, '12')).toBe('115.00');
    expect(forSeats(lago)).toBe('12.00');
  });
});

describe('volume and stairstep', () => {
  const lago = {
    model: 'volume',
    tiers: [
      { upTo: '10000', unitPrice: '0.0010', flatFee: '10' },
      { upTo: '50000', unitPrice: '0.0008', flatFee: '10' },
      { upTo: '100000', unitPrice: '0.0006', flatFee: '10' },
      { upTo: null, unitPrice: '0.0004', flatFee: '10' },
    ],
  };

  test.each([
    ['65000', '49.00'],
    ['10000', '20.00'],
    ['10001', '18.00'],
    ['100000', '70.00'],
    ['100001', '50.00'],
    ['0', '0.00'],
  ])('lago-doc volume: %s is %s', (usage, amount) => {
    expect(forUsage(lago, usage)).toBe(amount);
  });

  test('chargeWhenZero makes the first fee due at zero', () => {
    expect(forUsage({ ...lago, chargeWhenZero: true }, '0')).toBe('10.00');
  });

  test('a stair is its flat fee, on the bound still the lower one', () => {
    const stairs = {
      model: 'stairstep',
      tiers: [
        { upTo: '5', flatFee: '10' },
        { upTo: null, flatFee: '25' },
      ],
    };
    expect(['0', '1', '5', '5.01', '900'].map((usage) => forUsage(stairs, usage))).toEqual([
      '0.00',
      '10.00',
      '10.00',
      '25.00',
      '25.00',
    ]);
    expect(forUsage({ ...stairs, chargeWhenZero: true }, '0')).toBe('10.00');
    expect(forSeats(stairs, '6')).toBe('25.00');
  });
});

describe('package', () => {
  const lago = { model: 'package', size: '100', amount: '5', includedUnits: '100' };

  test.each([
    ['0', '0.00'],
    ['100', '0.00'],
    ['100.001', '5.00'],
    ['101', '5.00'],
    ['200', '5.00'],
    ['201', '10.00'],
  ])('lago-doc package: %s is %s', (usage, amount) => {
    expect(forUsage(lago, usage)).toBe(amount);
  });

  test('a size with decimals', () => {
    expect(forUsage({ model: 'package', size: '0.5', amount: '2' }, '1.01')).toBe('6.00');
  });
});

describe('percentage', () => {
  const lago = { model: 'percentage', rate: '0.013', fixedFee: '2', freeEvents: 2, freeAmount: '250' };

  test('lago-api percentage spec: 800 in four events is 7.15 + 4 = 11.15', () => {
    expect(forEvents(lago, '200', '300', '100', '200')).toBe('11.15');
    expect(amountOf(lago, { usage: decimal('800'), eventCount: 4n })).toBe('11.15');
  });

  test('one number is one event', () => {
    expect(forUsage({ ...lago, freeEvents: 0 }, '800')).toBe('9.15');
    expect(forUsage(lago, '0')).toBe('0.00');
  });

  test('each event is bounded by itself, and one that is free as a whole stays free', () => {
    const bounded = { model: 'percentage', rate: '0.01', minPerEvent: '1', maxPerEvent: '5' };
    expect(forEvents(bounded, '10', '300', '900')).toBe('9.00');
    expect(forEvents({ ...bounded, freeAmount: '10' }, '10', '300', '900')).toBe('8.00');
    expect(forEvents({ ...bounded, freeAmount: '11' }, '10', '300', '900')).toBe('7.99');
    expect(
      forEvents({ ...bounded, fixedFee: '0.5', freeEvents: 1, freeAmount: '10' }, '10', '300', '900'),
    ).toBe('8.50');
    expect(forEvents(bounded, '0')).toBe('0.00');
  });

  test('a reversal takes an event back, bounds and allowances included', () => {
    const bounded = { ...lago, minPerEvent: '3', maxPerEvent: '4' };
    expect(forEvents(bounded, '200', '300', '100', '200', '-200')).toBe(
      forEvents(bounded, '200', '300', '100'),
    );
    expect(forEvents(lago, '200', '300', '100', '200', '-200')).toBe(forEvents(lago, '200', '300', '100'));
  });

  test('converted amounts, as cents into euros', () => {
    const cents = { ...lago, unitConversion: { divideBy: '100' } };
    expect(forEvents(cents, '20000', '30000', '10000', '20000')).toBe('11.15');
    expect(forEvents({ ...cents, minPerEvent: '0.01' }, '20000', '30000', '10000', '20000')).toBe('11.15');
  });

  test('graduated: each slice at its rate, a flat fee per tier entered', () => {
    const tiers = [
      { upTo: '1000', rate: '0.03', flatFee: '1' },
      { upTo: null, rate: '0.01', flatFee: '0.5' },
    ];
    const graduated = { model: 'graduated_percentage', tiers };
    expect(['0', '1000', '1000.01', '3000'].map((usage) => forUsage(graduated, usage))).toEqual([
      '0.00',
      '31.00',
      '31.50',
      '51.50',
    ]);
    expect(forEvents(graduated, '1500', '1500')).toBe('51.50');
  });

  test('dynamic: the amount comes with the event', () => {
    expect(forEvents({ model: 'dynamic' }, '1.005', '2.001')).toBe('3.01');
  });
});

describe('modifiers, in their order', () => {
  test('units are converted before the included ones come off, and rounded before that', () => {
    const perGb = { model: 'per_unit', unitPrice: '2', includedUnits: '1' };
    const convert = (round: string) =>
      forUsage({ ...perGb, unitConversion: { divideBy: '1000', round } }, '2500');
    expect([convert('up'), convert('down'), convert('none')]).toEqual(['4.00', '2.00', '3.00']);
  });

  test('days, then percentage, then amount off, and one rounding after all', () => {
    const fee = {
      kind: 'recurring',
      meter: null,
      model: 'flat',
      amount: '100',
      prorate: true,
      discountPercent: '10',
      discountAmount: '5',
    };
    const service = { from: civilDate('2026-01-10'), to: JANUARY.to };
    expect(amountOf(fee, { service })).toBe('58.87');
    expect(amountOf({ ...fee, discountAmount: '500' }, { service })).toBe('0.00');
    expect(amountOf({ ...fee, discountPercent: '100' }, {})).toBe('0.00');
  });

  test('a half that only one rounding sees: 0.10 × 0.5 % off is 0.0995', () => {
    expect(forUsage({ model: 'per_unit', unitPrice: '0.1', discountPercent: '0.5' }, '1')).toBe('0.10');
    expect(forUsage({ model: 'per_unit', unitPrice: '0.01', discountPercent: '50' }, '1')).toBe('0.01');
  });

  test('the excess over a maximum and what a minimum lacks are lines of their own', () => {
    const perUnit = { model: 'per_unit', unitPrice: '5', minimumSpend: '20', maximumSpend: '100' };
    expect(linesOf(perUnit, { usage: decimal('21') })).toEqual({ p: '105.00', 'p:maximum': '-5.00' });
    expect(linesOf(perUnit, { usage: decimal('20') })).toEqual({ p: '100.00' });
    expect(linesOf(perUnit, { usage: decimal('3') })).toEqual({ p: '15.00', 'p:minimum': '5.00' });
    expect(linesOf(perUnit, {})).toEqual({ p: '0.00', 'p:minimum': '20.00' });
    expect(linesOf({ ...perUnit, discountPercent: '50' }, { usage: decimal('21') })).toEqual({ p: '52.50' });
  });

  test('credits pay what is due after maximum and minimum, and no more', () => {
    const perUnit = {
      model: 'per_unit',
      unitPrice: '5',
      minimumSpend: '20',
      maximumSpend: '100',
      prepaidCredits: '30',
    };
    expect(linesOf(perUnit, { usage: decimal('21') })).toEqual({
      p: '105.00',
      'p:maximum': '-5.00',
      'p:credit': '-30.00',
    });
    expect(linesOf(perUnit, {})).toEqual({ p: '0.00', 'p:minimum': '20.00', 'p:credit': '-20.00' });
    expect(linesOf({ ...perUnit, minimumSpend: null }, {})).toEqual({ p: '0.00' });
  });
});

describe('what was charged before', () => {
  const capped = { model: 'per_unit', unitPrice: '5', maximumSpend: '170' };
  const openmeter = { p: '15.00', 'p:maximum': '-5.00' };

  test('openmeter: 170 at most, 160 billed before, 3 units @5: charge 15, discount 5, net 10', () => {
    expect(linesOf(capped, { usageBefore: decimal('32'), usage: decimal('3') })).toEqual(openmeter);
    expect(linesOf(capped, { chargedBeforeMinor: 16_000n, usage: decimal('3') })).toEqual(openmeter);
    expect(
      linesOf(capped, { chargedBeforeMinor: 16_000n, usageBefore: decimal('40'), usage: decimal('3') }),
    ).toEqual(openmeter);
  });

  test('beyond the maximum everything is excess', () => {
    expect(linesOf(capped, { usageBefore: decimal('40'), usage: decimal('3') })).toEqual({
      p: '15.00',
      'p:maximum': '-15.00',
    });
    expect(linesOf(capped, { chargedBeforeMinor: 18_000n, usage: decimal('3') })).toEqual({
      p: '15.00',
      'p:maximum': '-15.00',
    });
  });

  test('usage goes on in the tier it has reached, and a fee once charged is not charged again', () => {
    const tiers = [
      { upTo: '10', unitPrice: '10', flatFee: '2' },
      { upTo: null, unitPrice: '5', flatFee: '3' },
    ];
    const graduated = { model: 'graduated', tiers };
    expect(linesOf(graduated, { usageBefore: decimal('8'), usage: decimal('2') })).toEqual({ p: '20.00' });
    expect(linesOf(graduated, { usageBefore: decimal('8'), usage: decimal('4') })).toEqual({ p: '33.00' });
    expect(linesOf(graduated, { usageBefore: decimal('12'), usage: decimal('-4') })).toEqual({ p: '-33.00' });
  });

  test('a true-up charged before shrinks by what now takes its place, unless it is known what was charged', () => {
    const floor = { model: 'per_unit', unitPrice: '5', minimumSpend: '100' };
    expect(linesOf(floor, { usageBefore: decimal('10'), usage: decimal('5') })).toEqual({
      p: '25.00',
      'p:minimum': '-25.00',
    });
    expect(linesOf(floor, { chargedBeforeMinor: 5000n, usage: decimal('5') })).toEqual({
      p: '25.00',
      'p:minimum': '25.00',
    });
  });
});

describe('a line', () => {
  const input: RatingInput = { currency: EUR, period: JANUARY, usage: decimal('201') };
  const pack = { model: 'package', size: '100', amount: '5.005', includedUnits: '100', maximumSpend: '10' };

  test('carries what was measured, the exact amount, and each step that led to it', () => {
    const [charge, maximum] = ratePrice(priceOf(pack), input);
    expect(charge).toMatchObject({ kind: 'charge', quantity: decimal('201'), amountMinor: 1001n });
    expect(formatExact(charge!.exact)).toBe('10.01');
    expect(charge!.steps).toEqual([
      { code: 'included_units', quantity: '201', included: '100', result: '101' },
      { code: 'package', quantity: '101', size: '100', packages: '2', amount: '5.005', result: '10.01' },
    ]);
    expect(maximum!.steps).toEqual([
      { code: 'maximum_spend', charged: '10.01', chargedBefore: '0.00', maximum: '10', result: '-0.01' },
    ]);
  });

  test('says where it was rounded, and only then', () => {
    const [line] = ratePrice(priceOf({ model: 'per_unit', unitPrice: '0.333' }), input);
    expect(line!.steps.at(-1)).toEqual({
      code: 'rounded',
      exact: '66.933',
      currency: 'EUR',
      result: '66.93',
    });
  });

  test('is the same without its explanation', () => {
    const plain = ratePrice(priceOf(pack), { ...input, explain: false });
    expect(plain).toEqual(ratePrice(priceOf(pack), input).map((line) => ({ ...line, steps: [] })));
  });
});

describe('a reversal', () => {
  test('converts to the opposite of what it reverses, rounded up by size', () => {
    const fee = {
      model: 'percentage',
      rate: '0.013',
      freeAmount: '25',
      unitConversion: { divideBy: '1', round: 'up' },
    };
    expect(forUsage(fee, '25.01')).toBe('0.01');
    expect(forUsage(fee, '-25.01')).toBe('-0.01');
  });
});
