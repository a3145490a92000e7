import { expect, test } from 'vitest';
import { selectPrices } from '@/lib/domain/rating/select-price';

const poland = { key: 'pl', when: { country: ['PL'] } };
const centralFast = { key: 'fast', when: { country: ['PL', 'DE'], network: ['5g'] } };
const rest = { key: 'rest' };
const base = { key: 'base' };
const keys = (
  prices: readonly { key: string; when?: Record<string, string[]> }[],
  attributes: Record<string, string>,
) => selectPrices(prices, attributes).map(({ key }) => key);

test.each<[Record<string, string>, string[]]>([
  [{ country: 'PL' }, ['pl']],
  [{ country: 'PL', network: '5g' }, ['pl']],
  [{ country: 'DE', network: '5g' }, ['fast']],
  [{ country: 'DE' }, ['rest']],
  [{ country: 'pl' }, ['rest']],
  [{}, ['rest']],
])('%j is priced by %j: the first match wins, else the one without when', (attributes, expected) => {
  expect(keys([rest, poland, centralFast], attributes)).toEqual(expected);
});

test('without a component to fall back on the usage is unrated', () => {
  expect(keys([poland, centralFast], { country: 'FR' })).toEqual([]);
  expect(keys([poland], { toString: 'PL' })).toEqual([]);
});

test('components without when all see what nobody picked', () => {
  expect(keys([base, poland, rest], { country: 'FR' })).toEqual(['base', 'rest']);
});
