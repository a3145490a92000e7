import { expect, test } from 'vitest';
import { compareCells, fractionWidthOf, matchesFilter, searchText } from '@/components/data-table/cell-value';
import type { Cell, CellKind } from '@/components/data-table/column-spec';

const sorted = (kind: CellKind, cells: Cell[]) => [...cells].sort((a, b) => compareCells(kind, a, b, 'en'));

test('amounts are compared as decimals, beyond what a float can tell apart', () => {
  const small = { amount: '9007199254740992.01', currency: 'EUR' };
  const large = { amount: '9007199254740992.02', currency: 'EUR' };
  const negative = { amount: '-10', currency: 'EUR' };
  expect(sorted('money', [large, small, negative])).toEqual([negative, small, large]);
});

test('currencies stand in blocks', () => {
  const usd = { amount: '1', currency: 'USD' };
  const eur = { amount: '5', currency: 'EUR' };
  expect(sorted('money', [usd, eur])).toEqual([eur, usd]);
});

test('empty cells come last and texts sort by their numbers', () => {
  expect(sorted('text', [null, 'Line 10', 'Line 9'])).toEqual(['Line 9', 'Line 10', null]);
});

test('the widest fraction of a column', () => {
  const cells = [{ amount: '1.123456', currency: 'USD' }, { amount: '7', currency: 'JPY' }, null];
  expect(fractionWidthOf('exact-money', cells)).toBe(6);
  expect(fractionWidthOf('money', cells)).toBe(2);
});

test('a cell is found by all it shows', () => {
  expect(searchText({ text: 'Acme', secondary: 'BA-1' })).toBe('Acme BA-1');
});

test('a filter names a state by its id or label, whole', () => {
  const cell = { tone: 'good' as const, label: 'Issued', id: 'issued' };
  expect(matchesFilter(cell, ['issued'])).toBe(true);
  expect(matchesFilter(cell, ['issue'])).toBe(false);
  expect(matchesFilter(null, ['issued'])).toBe(false);
});
