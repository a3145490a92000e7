import { describe, expect, test } from 'vitest';
import { currency } from '@/lib/domain/money/currency';
import { decimal } from '@/lib/domain/money/decimal';
import { parsePrice } from '@/lib/domain/pricing/parse-price';
import { serializePrice } from '@/lib/domain/pricing/serialize-price';

const EUR = currency('EUR');
const usage = { key: 'calls', kind: 'usage', meter: 'calls' };
const perUnit = { ...usage, model: 'per_unit', unitPrice: '0.05' };
const open = { upTo: null, unitPrice: '5' };

function parsed(json: unknown, code = 'EUR') {
  const result = parsePrice(json, { currency: currency(code), path: 'prices.0' });
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result;
}

function issuesOf(json: unknown, code = 'EUR'): string[] {
  const result = parsePrice(json, { currency: currency(code), path: 'prices.0' });
  return result.issues.map((issue) => `${issue.code} ${issue.path}`);
}

describe('a right price', () => {
  const plans: Record<string, object> = {
    flat: {
      key: 'base',
      kind: 'recurring',
      model: 'flat',
      amount: '50',
      prorate: true,
      invoicing: 'advance',
    },
    per_unit: { ...perUnit, unitConversion: { divideBy: '1024', round: 'up' }, prepaidCredits: '10.5' },
    graduated: {
      ...usage,
      model: 'graduated',
      chargeWhenZero: true,
      tiers: [
        { upTo: '0.5', unitPrice: '10', flatFee: '2' },
        { ...open, flatFee: '0' },
      ],
    },
    volume: {
      ...usage,
      model: 'volume',
      tiers: [{ ...open, flatFee: '0' }],
      discountPercent: '12.5',
      discountAmount: '1',
    },
    stairstep: {
      ...usage,
      model: 'stairstep',
      tiers: [
        { upTo: '5', flatFee: '10' },
        { upTo: null, flatFee: '20' },
      ],
    },
    package: { ...usage, model: 'package', size: '100', amount: '5', includedUnits: '100' },
    percentage: {
      ...usage,
      model: 'percentage',
      rate: '0.013',
      fixedFee: '2',
      freeEvents: '2',
      freeAmount: '250',
      minPerEvent: '0.1',
      maxPerEvent: '9',
    },
    graduated_percentage: {
      ...usage,
      model: 'graduated_percentage',
      tiers: [{ upTo: null, rate: '0.02', flatFee: '0' }],
    },
    dynamic: {
      ...usage,
      model: 'dynamic',
      minimumSpend: '1',
      maximumSpend: '2',
      when: { country: ['PL', 'DE'], network: ['5g'] },
    },
  };

  test.each(Object.entries(plans))('%s is read and written back as it was', (_, json) => {
    expect(serializePrice(parsed(json).value)).toEqual(json);
  });

  test('null counts as absent and whole JSON numbers as decimals', () => {
    const json = {
      ...usage,
      model: 'percentage',
      rate: '0.5',
      freeEvents: 2,
      freeAmount: 250,
      minPerEvent: null,
      when: null,
    };
    expect(parsed(json).value).toEqual({
      ...usage,
      model: 'percentage',
      rate: decimal('0.5'),
      freeEvents: 2n,
      freeAmount: decimal('250'),
    });
  });

  test('what changes nothing is a warning', () => {
    const oneTime = {
      key: 'setup',
      kind: 'one_time',
      model: 'flat',
      amount: '9',
      meter: 'calls',
      prorate: true,
    };
    expect(parsed(oneTime).issues.map(({ code, path, severity }) => [code, path, severity])).toEqual([
      ['field_without_effect', 'prices.0.meter', 'warning'],
      ['field_without_effect', 'prices.0.prorate', 'warning'],
    ]);
    expect(issuesOf({ ...usage, model: 'percentage', rate: '1.3' })).toEqual([
      'rate_above_one prices.0.rate',
    ]);
    expect(issuesOf({ ...oneTime, meter: null, prorate: false, includedUnits: '5' })).toEqual([
      'field_without_effect prices.0.includedUnits',
    ]);
  });
});

describe('a wrong price says what and where', () => {
  const tiers = (...list: unknown[]) => ({ ...usage, model: 'graduated', tiers: list });
  test.each<[string, unknown, string[]]>([
    ['no object', 'flat', ['invalid_type prices.0']],
    ['empty', {}, ['required prices.0.key', 'required prices.0.kind', 'required prices.0.model']],
    [
      'unknown words',
      { ...perUnit, kind: 'weekly', model: 'tiered' },
      ['unknown_kind prices.0.kind', 'unknown_model prices.0.model'],
    ],
    ['a field of another model', { ...perUnit, tiers: [] }, ['unknown_field prices.0.tiers']],
    [
      'a field of nobody',
      { ...perUnit, constructor: 1, divideBy: '2' },
      ['unknown_field prices.0.constructor', 'unknown_field prices.0.divideBy'],
    ],
    ['usage without meter', { ...perUnit, meter: undefined }, ['required prices.0.meter']],
    ['a fraction as JSON number', { ...perUnit, unitPrice: 0.05 }, ['inexact_number prices.0.unitPrice']],
    ['an unsafe JSON number', { ...perUnit, unitPrice: 2 ** 60 }, ['inexact_number prices.0.unitPrice']],
    ['a comma', { ...perUnit, unitPrice: '0,05' }, ['invalid_decimal prices.0.unitPrice']],
    ['16 places', { ...perUnit, unitPrice: '0.0000000000000001' }, ['invalid_decimal prices.0.unitPrice']],
    ['40 digits', { ...perUnit, unitPrice: '1'.repeat(40) }, ['invalid_decimal prices.0.unitPrice']],
    ['a price below zero', { ...perUnit, unitPrice: '-1' }, ['negative prices.0.unitPrice']],
    ['a boolean as decimal', { ...perUnit, unitPrice: true }, ['invalid_type prices.0.unitPrice']],
    ['a text as flag', { ...perUnit, chargeWhenZero: 'yes' }, ['invalid_type prices.0.chargeWhenZero']],
    ['a reserved key', { ...perUnit, key: 'calls:maximum' }, ['reserved_key prices.0.key']],
    [
      'too much off',
      { ...perUnit, discountPercent: '100.01' },
      ['percent_above_100 prices.0.discountPercent'],
    ],
    ['cents of cents', { ...perUnit, maximumSpend: '1.005' }, ['too_many_decimals prices.0.maximumSpend']],
    [
      'minimum over maximum',
      { ...perUnit, minimumSpend: '2', maximumSpend: '1' },
      ['minimum_above_maximum prices.0.minimumSpend'],
    ],
    [
      'no conversion',
      { ...perUnit, unitConversion: { divideBy: '0', round: 'near', x: 1 } },
      [
        'not_positive prices.0.unitConversion.divideBy',
        'unknown_rounding prices.0.unitConversion.round',
        'unknown_field prices.0.unitConversion.x',
      ],
    ],
    ['nothing to choose by', { ...perUnit, when: {} }, ['when_empty prices.0.when']],
    ['no value to choose by', { ...perUnit, when: { country: [] } }, ['when_empty prices.0.when.country']],
    ['numbers to choose by', { ...perUnit, when: { country: [48] } }, ['when_empty prices.0.when.country']],
    ['no tiers', tiers(), ['tiers_empty prices.0.tiers']],
    ['tiers missing', { ...usage, model: 'volume' }, ['required prices.0.tiers']],
    ['a tier of text', tiers('free'), ['invalid_type prices.0.tiers.0']],
    [
      'falling tiers',
      tiers({ upTo: '5', unitPrice: '1' }, { upTo: '5', unitPrice: '1' }, open),
      ['tiers_not_ascending prices.0.tiers.1.upTo'],
    ],
    [
      'a first tier of nothing',
      tiers({ upTo: '0', unitPrice: '1' }, open),
      ['tiers_not_ascending prices.0.tiers.0.upTo'],
    ],
    ['an open tier too early', tiers(open, open), ['tier_unbounded prices.0.tiers.0.upTo']],
    ['a closed end', tiers({ upTo: '5', unitPrice: '1' }), ['last_tier_bounded prices.0.tiers.0.upTo']],
    ['a tier without price', tiers({ upTo: null }), ['required prices.0.tiers.0.unitPrice']],
    [
      'rate for unitPrice',
      { ...usage, model: 'graduated_percentage', tiers: [open] },
      ['required prices.0.tiers.0.rate', 'unknown_field prices.0.tiers.0.unitPrice'],
    ],
    [
      'a step per unit',
      { ...usage, model: 'stairstep', tiers: [{ ...open, flatFee: '1' }] },
      ['unit_price_in_stairstep prices.0.tiers.0.unitPrice'],
    ],
    [
      'packages of nothing',
      { ...usage, model: 'package', size: '0', amount: '5' },
      ['not_positive prices.0.size'],
    ],
    [
      'half an event free',
      { ...usage, model: 'percentage', rate: '0.1', freeEvents: '1.5' },
      ['not_whole prices.0.freeEvents'],
    ],
    [
      'a recurring percentage',
      { key: 'fee', kind: 'recurring', model: 'percentage', rate: '0.1' },
      ['model_needs_usage prices.0.kind'],
    ],
    [
      'event bounds crossed',
      { ...usage, model: 'percentage', rate: '0.1', minPerEvent: '2', maxPerEvent: '1' },
      ['minimum_above_maximum prices.0.minPerEvent'],
    ],
  ])('%s', (_, json, expected) => {
    expect(issuesOf(json)).toEqual(expected);
    expect(parsePrice(json, { currency: EUR }).ok).toBe(false);
  });

  test('decimals are those of the currency', () => {
    expect(issuesOf({ ...perUnit, minimumSpend: '0.5' }, 'JPY')).toEqual([
      'too_many_decimals prices.0.minimumSpend',
    ]);
    expect(issuesOf({ ...perUnit, minimumSpend: '0.005' }, 'KWD')).toEqual([]);
    expect(issuesOf({ ...perUnit, minimumSpend: '0.0005' }, 'CLF')).toEqual([]);
  });
});
