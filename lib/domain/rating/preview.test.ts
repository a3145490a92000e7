import { describe, expect, test } from 'vitest';
import { previewPrices } from '@/lib/domain/rating/preview';
import type { PricePreviewRequest } from '@/lib/domain/rating/preview-request';

const january = { from: '2026-01-01', to: '2026-02-01' };
const perUnit = { key: 'calls', kind: 'usage', meter: 'calls', model: 'per_unit', unitPrice: '5' };

function preview(request: Partial<PricePreviewRequest>) {
  return previewPrices({ currency: 'EUR', period: january, prices: [perUnit], ...request });
}

function answered(request: Partial<PricePreviewRequest>) {
  const response = preview(request);
  if (!('lines' in response)) throw new Error(JSON.stringify(response.issues));
  return response;
}

const amounts = (request: Partial<PricePreviewRequest>) =>
  answered(request).lines.map(({ key, amount, quantity }) => [key, amount, quantity]);
const remarks = (request: Partial<PricePreviewRequest>) =>
  answered(request).issues.map(({ code, severity, path }) => `${severity} ${code} ${path}`);
const refusals = (request: Partial<PricePreviewRequest>) => {
  const response = preview(request);
  expect('lines' in response).toBe(false);
  return response.issues.map(({ code, path }) => `${code} ${path}`);
};

describe('the example of the contract', () => {
  const contract: Partial<PricePreviewRequest> = {
    service: { from: '2026-01-10', to: '2026-02-01' },
    quantity: '1',
    prices: [
      { key: 'base', kind: 'recurring', model: 'flat', amount: '50', prorate: true },
      {
        key: 'calls',
        kind: 'usage',
        meter: 'calls',
        model: 'graduated',
        chargeWhenZero: true,
        tiers: [
          { upTo: '10', unitPrice: '10', flatFee: '2' },
          { upTo: '20', unitPrice: '5', flatFee: '3' },
          { upTo: null, unitPrice: '5', flatFee: '3' },
        ],
        includedUnits: '0',
        discountPercent: '0',
        minimumSpend: null,
        maximumSpend: null,
      },
      {
        key: 'pack',
        kind: 'usage',
        meter: 'msgs',
        model: 'package',
        size: '100',
        amount: '5',
        includedUnits: '100',
      },
      {
        key: 'fee',
        kind: 'usage',
        meter: 'pay',
        model: 'percentage',
        rate: '0.013',
        fixedFee: '2',
        freeEvents: 2,
        freeAmount: '250',
        minPerEvent: null,
        maxPerEvent: null,
      },
    ],
    usage: { calls: '21', msgs: '201', pay: { events: ['200', '300', '100', '200'] } },
  };

  test('lines in the order of the prices, and their sum', () => {
    const response = answered(contract);
    expect(response.lines.map(({ key, amount, quantity }) => [key, amount, quantity])).toEqual([
      ['base', '35.48', '1'],
      ['calls', '163.00', '21'],
      ['pack', '10.00', '201'],
      ['fee', '11.15', '800'],
    ]);
    expect(response).toMatchObject({ currency: 'EUR', total: '219.63', issues: [] });
  });

  test('the answer is plain JSON', () => {
    const response = answered(contract);
    expect(JSON.parse(JSON.stringify(response))).toEqual(response);
  });
});

describe('lines', () => {
  test('of a maximum and a minimum follow their price', () => {
    const prices = [
      { ...perUnit, maximumSpend: '10' },
      { ...perUnit, key: 'floor', minimumSpend: '100' },
    ];
    expect(amounts({ prices, usage: { calls: '3' } })).toEqual([
      ['calls', '15.00', '3'],
      ['calls:maximum', '-5.00', '1'],
      ['floor', '15.00', '3'],
      ['floor:minimum', '85.00', '1'],
    ]);
    expect(answered({ prices, usage: { calls: 3 } }).total).toBe('110.00');
  });

  test('on top of what was priced before', () => {
    const request = { prices: [{ ...perUnit, maximumSpend: '170' }], usage: { calls: '3' } };
    const openmeter = [
      ['calls', '15.00', '3'],
      ['calls:maximum', '-5.00', '1'],
    ];
    expect(amounts({ ...request, cumulativeBefore: { calls: '32' } })).toEqual(openmeter);
    expect(amounts({ ...request, chargedBefore: { calls: '160' } })).toEqual(openmeter);
  });

  test('before and now event by event', () => {
    const fee = {
      key: 'fee',
      kind: 'usage',
      meter: 'pay',
      model: 'percentage',
      rate: '0.013',
      fixedFee: '2',
      freeEvents: 2,
      freeAmount: '250',
    };
    const request = {
      prices: [fee],
      usage: { pay: { events: ['100', '200'] } },
      cumulativeBefore: { pay: { events: ['200', '300'] } },
    };
    expect(amounts(request)).toEqual([['fee', '7.90', '300']]);
  });

  test.each([
    ['JPY', '15'],
    ['KWD', '15.000'],
    ['CLF', '15.0000'],
  ])('in %s have its decimals', (currency, amount) => {
    expect(answered({ currency, usage: { calls: '3' } }).total).toBe(amount);
  });

  test('of events are their sum, or the aggregation asked for', () => {
    const events = [
      { amount: '4', at: '2026-01-20T00:00:00Z' },
      { amount: '2', at: '2026-01-10T00:00:00+00:00' },
    ];
    const used = (usage: PricePreviewRequest['usage']) => amounts({ usage })[0]![2];
    expect(used({ calls: { events } })).toBe('6');
    expect(used({ calls: { events, aggregation: 'count' } })).toBe('2');
    expect(used({ calls: { events, aggregation: 'latest' } })).toBe('4');
    expect(used({ calls: { events: ['4', '2'], aggregation: 'latest' } })).toBe('2');
    expect(used({ calls: { events, aggregation: 'time_weighted' } })).toBe('2.193548387096774');
  });
});

describe('a dimension picks its own component', () => {
  const poland = { ...perUnit, key: 'pl', unitPrice: '1', when: { country: ['PL'] } };
  const events = [
    { amount: '3', attributes: { country: 'PL' } },
    { amount: '4', attributes: { country: 'FR' } },
    '5',
  ];

  test('and what matches none goes to the one without when', () => {
    expect(amounts({ prices: [poland, perUnit], usage: { calls: { events } } })).toEqual([
      ['pl', '3.00', '3'],
      ['calls', '45.00', '9'],
    ]);
    expect(amounts({ prices: [poland, perUnit], usage: { calls: '7' } })).toEqual([
      ['pl', '0.00', '0'],
      ['calls', '35.00', '7'],
    ]);
  });

  test('or is unrated, in the open', () => {
    expect(amounts({ prices: [poland], usage: { calls: { events } } })).toEqual([['pl', '3.00', '3']]);
    expect(remarks({ prices: [poland], usage: { calls: { events } } })).toEqual([
      'warning usage_unrated usage.calls',
    ]);
  });
});

describe('remarks on a right request', () => {
  test('usage that nothing prices', () => {
    expect(remarks({ usage: { calls: '1', cals: '1' } })).toEqual(['warning usage_unpriced usage.cals']);
    expect(remarks({ usage: { constructor: '1' } })).toEqual(['warning usage_unpriced usage.constructor']);
  });

  test('usage below zero, and one number where events have fees', () => {
    expect(remarks({ usage: { calls: '-1' } })).toEqual(['info negative_usage usage.calls']);
    const fee = { ...perUnit, model: 'percentage', unitPrice: null, rate: '0.1', fixedFee: '1' };
    expect(remarks({ prices: [fee], usage: { calls: '10' } })).toEqual([
      'info single_event_assumed usage.calls',
    ]);
  });
});

describe('a wrong request', () => {
  test.each<[string, Partial<PricePreviewRequest>, string[]]>([
    ['currency', { currency: 'eur' }, ['unknown_currency currency']],
    [
      'date',
      { period: { from: '2026-02-30', to: '2026-3-1' } },
      ['invalid_date period.from', 'invalid_date period.to'],
    ],
    ['period turned round', { period: { from: '2026-02-01', to: '2026-01-01' } }, ['period_reversed period']],
    ['empty period', { period: { from: '2026-02-01', to: '2026-02-01' } }, ['period_empty period']],
    [
      'service outside',
      { service: { from: '2025-12-31', to: '2026-01-05' } },
      ['service_outside_period service'],
    ],
    ['seats below zero', { quantity: '-1' }, ['negative quantity']],
    ['seats in words', { quantity: 'two' }, ['invalid_decimal quantity']],
    ['no prices', { prices: [] }, ['prices_empty prices']],
    ['a key twice', { prices: [perUnit, perUnit] }, ['duplicate_key prices.1.key']],
    ['40 digits', { usage: { calls: '9'.repeat(40) } }, ['invalid_decimal usage.calls']],
    ['a fraction as JSON number', { usage: { calls: 1.5 } }, ['inexact_number usage.calls']],
    [
      'an amount in an event',
      { usage: { calls: { events: ['1', '1,5', { amount: 'x' }] } } },
      ['invalid_decimal usage.calls.events.1', 'invalid_decimal usage.calls.events.2.amount'],
    ],
    [
      'levels without times',
      { usage: { calls: { events: ['1'], aggregation: 'time_weighted' } } },
      ['invalid_instant usage.calls.events.0.at'],
    ],
    [
      'a maximum before',
      { usage: { calls: { events: ['1'], aggregation: 'max' } }, cumulativeBefore: { calls: '5' } },
      ['aggregation_not_cumulative cumulativeBefore.calls'],
    ],
    ['charged for nothing', { chargedBefore: { call: '1' } }, ['unknown_price chargedBefore.call']],
    ['charged too finely', { chargedBefore: { calls: '1.005' } }, ['too_many_decimals chargedBefore.calls']],
    [
      'all at once',
      { currency: 'X', quantity: '', prices: [1], usage: { calls: '' } },
      [
        'unknown_currency currency',
        'invalid_decimal quantity',
        'invalid_decimal usage.calls',
        'invalid_type prices.0',
      ],
    ],
  ])('%s', (_, request, expected) => {
    expect(refusals(request)).toEqual(expected);
  });
});
