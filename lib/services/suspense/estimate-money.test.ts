import { expect, test } from 'vitest';
import { currency } from '@/lib/domain/money/currency';
import { decimal } from '@/lib/domain/money/decimal';
import { parsePrice } from '@/lib/domain/pricing/parse-price';
import type { Price } from '@/lib/domain/pricing/price';
import { estimateByPrice, estimateByRevenue } from '@/lib/services/suspense/estimate-money';

const EUR = currency('EUR');

function price(plan: Record<string, unknown>): Price {
  const parsed = parsePrice({ key: 'data', kind: 'usage', meter: 'data', ...plan }, { currency: EUR });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed));
  return parsed.value;
}

const sum = (quantity: string, events: number, subjects: number) => ({
  quantity: decimal(quantity),
  events,
  subjects,
});

test('units at their price, whoever used them', () => {
  const perUnit = price({ model: 'per_unit', unitPrice: '0.01' });
  expect(estimateByPrice(perUnit, 'sum', sum('5300', 4, 3), EUR)).toBe(5_300n);
  expect(estimateByPrice(perUnit, 'sum', sum('0.4', 1, 1), EUR)).toBe(0n);
});

test('included units and tiers count for each product, not for all of them together', () => {
  const included = price({ model: 'per_unit', unitPrice: '0.10', includedUnits: '2' });
  // 3 × (10 − 2) × 0.10
  expect(estimateByPrice(included, 'sum', sum('30', 9, 3), EUR)).toBe(240n);
  const tiers = [
    { upTo: '10', unitPrice: '1', flatFee: '5' },
    { upTo: null, unitPrice: '0.5', flatFee: '0' },
  ];
  const graduated = price({ model: 'graduated', tiers, chargeWhenZero: true });
  // Each: 5 + 10 + 0.5 × 2 = 16, less the 5 that are due without any usage.
  expect(estimateByPrice(graduated, 'sum', sum('24', 2, 2), EUR)).toBe(2_200n);
});

test('a count is of events, a maximum is of the average event, and a number of different things is unknown', () => {
  const perUnit = price({ model: 'per_unit', unitPrice: '2' });
  expect(estimateByPrice(perUnit, 'count', sum('900', 6, 2), EUR)).toBe(1_200n);
  expect(estimateByPrice(perUnit, 'max', sum('12', 4, 2), EUR)).toBe(1_200n);
  expect(estimateByPrice(perUnit, 'unique_count', sum('12', 4, 2), EUR)).toBeNull();
});

test('without a price, what a unit brought; unknown where nothing was billed', () => {
  const revenue = { revenueMinor: 1_000n, billed: decimal('400') };
  expect(estimateByRevenue(revenue, 'sum', sum('10', 3, 2))).toBe(25n);
  expect(estimateByRevenue({ revenueMinor: 0n, billed: decimal('0') }, 'sum', sum('10', 3, 2))).toBeNull();
});
