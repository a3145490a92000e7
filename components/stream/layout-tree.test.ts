import { expect, test } from 'vitest';
import { layoutTree, type TreeNode } from '@/components/stream/layout-tree';

const node = (id: string, payerId: string | null, received: string, amount: string): TreeNode => ({
  ...{ id, payerId, label: id, received, amount, currency: 'EUR' },
});
const tree = [
  node('op', null, '100.00', '20.00'),
  node('a', 'op', '50.00', '20.00'),
  node('b', 'a', '10.00', '10.00'),
  node('c', 'a', '20.00', '20.00'),
  node('d', 'op', '30.00', '30.00'),
];

test('every band is as wide as its money, and what leaves a bar covers it from end to end', () => {
  const { rows, bands } = layoutTree(tree);
  const perUnit = rows[0]!.bar!.height / 100;
  expect(bands.map(({ id, width }) => [id, Math.round(width / perUnit)])).toEqual([
    ['op-kept', 20],
    ['a', 50],
    ['d', 30],
    ['a-kept', 20],
    ['b', 10],
    ['c', 20],
  ]);
  for (const { node: of, bar } of rows) {
    if (!bar) continue;
    const own = bands.filter(
      ({ id, node: to }) => id === `${of.id}-kept` || (id === to.id && to.payerId === of.id),
    );
    expect(own[0]!.from.y - own[0]!.width / 2).toBeCloseTo(bar.top);
    expect(own.at(-1)!.from.y + own.at(-1)!.width / 2).toBeCloseTo(bar.top + bar.height);
  }
});

test('a bar for each who passes on, in the column of its depth, within the rows of its own part', () => {
  const { rows, bands, height } = layoutTree(tree);
  expect(rows.map(({ bar, depth }) => [depth, bar?.x ?? null])).toEqual([
    ...[
      [0, 0],
      [1, 0.5],
      [2, null],
      [2, null],
      [1, null],
    ],
  ]);
  const bar = rows[1]!.bar!;
  expect(bar.top).toBeGreaterThanOrEqual(rows[1]!.rowTop);
  expect(bar.top + bar.height).toBeLessThanOrEqual(rows[3]!.rowTop + rows[3]!.rowHeight);
  expect(rows.at(-1)!.rowTop + rows.at(-1)!.rowHeight).toBeLessThanOrEqual(height);
  expect(bands.find(({ id }) => id === 'a')!.to).toEqual({ x: 0.5, y: bar.top + bar.height / 2 });
  expect(bands.find(({ id }) => id === 'd')!.to.x).toBe(1);
});

test('bands that lie beside each other at one end do so at the other', () => {
  const { bands } = layoutTree(tree);
  for (const [index, band] of bands.entries()) {
    const next = bands[index + 1];
    if (next?.from.x === band.from.x) expect(next.to.y).toBeGreaterThan(band.to.y);
  }
});
