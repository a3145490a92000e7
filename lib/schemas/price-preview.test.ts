import { describe, expect, test } from 'vitest';
import { parsePricePreview } from '@/lib/schemas/price-preview';

const right = { currency: 'EUR', period: { from: '2026-01-01', to: '2026-02-01' }, prices: [{}] };

function issuesOf(json: unknown): string[] {
  return parsePricePreview(json).issues.map(({ code, path, message }) => `${code} ${path}: ${message}`);
}

test('the shape of the contract is read, with null as absent', () => {
  const full = {
    ...right,
    service: null,
    quantity: 3,
    usage: { calls: '1', pay: { events: ['1', 2, { amount: '3', attributes: { country: 'PL' } }] } },
    cumulativeBefore: { calls: '12' },
    chargedBefore: { base: '1.00' },
  };
  expect(parsePricePreview(full)).toEqual({ ok: true, value: full, issues: [] });
});

describe('a wrong shape says what is expected, and where', () => {
  test.each<[unknown, string[]]>([
    [null, ['invalid_type : Expected an object with currency, period and prices.']],
    [[], ['invalid_type : Expected an object with currency, period and prices.']],
    [
      {},
      [
        'required currency: This field is missing.',
        'required period: This field is missing.',
        'required prices: This field is missing.',
      ],
    ],
    [
      { ...right, period: { from: 20260101 } },
      ['invalid_type period.from: Expected a text.', 'required period.to: This field is missing.'],
    ],
    [{ ...right, useage: {} }, ['unknown_field useage: There is no field useage here.']],
    [{ ...right, prices: {} }, ['invalid_type prices: Expected a list of prices.']],
    [
      { ...right, quantity: true },
      ['invalid_type quantity: Expected a decimal as text, like "12.50", or a whole number.'],
    ],
    [
      { ...right, usage: ['1'] },
      ['invalid_type usage: Expected an object with a quantity, or events, per meter.'],
    ],
    [
      { ...right, usage: { a: null } },
      ['invalid_type usage.a: Expected a quantity as text, or { "events": [amounts in order] }.'],
    ],
    [
      { ...right, usage: { a: { event: [] } } },
      [
        'required usage.a.events: This field is missing.',
        'unknown_field usage.a.event: There is no field event here.',
      ],
    ],
    [
      { ...right, usage: { a: { events: [{ amount: '1', cuntry: 'PL' }] } } },
      ['unknown_field usage.a.events.0.cuntry: There is no field cuntry here.'],
    ],
    [
      { ...right, usage: { a: { events: [], aggregation: 'average' } } },
      [
        'invalid_type usage.a.aggregation: Expected one of sum, count, unique_count, max, latest, time_weighted.',
      ],
    ],
  ])('%j', (json, expected) => {
    expect(issuesOf(json)).toEqual(expected);
  });
});
