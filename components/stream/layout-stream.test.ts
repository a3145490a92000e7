import { describe, expect, test } from 'vitest';
import {
  drawnSources,
  layoutStream,
  type StreamSource,
  sameAmount,
  sumAmounts,
} from '@/components/stream/layout-stream';

const source = (id: string, amount: string): StreamSource => ({ id, label: id, amount, currency: 'EUR' });

describe('layoutStream', () => {
  test('one width per euro, and the widths fill the trunk', () => {
    const { branches, trunk } = layoutStream([
      source('a', '300.00'),
      source('b', '100.00'),
      source('c', '0.01'),
    ]);
    const [a, b] = branches;
    expect((a?.width ?? 0) / (b?.width ?? 1)).toBeCloseTo(3, 10);
    expect(branches.reduce((sum, branch) => sum + branch.width, 0)).toBeCloseTo(trunk.height, 10);
  });

  test('branches meet the trunk without gap or overlap, in the order given', () => {
    const { branches, trunk } = layoutStream([source('a', '5'), source('b', '7'), source('c', '11')]);
    let edge = trunk.top;
    for (const branch of branches) {
      expect(branch.trunkY - branch.width / 2).toBeCloseTo(edge, 10);
      edge += branch.width;
    }
  });

  test('no branch leaves its row, and rows do not overlap', () => {
    const { branches, height } = layoutStream([source('a', '990'), source('b', '9'), source('c', '1')]);
    let edge = branches[0]?.rowTop ?? -1;
    for (const branch of branches) {
      expect(branch.rowTop).toBeCloseTo(edge, 10);
      expect(branch.width).toBeLessThanOrEqual(branch.rowHeight);
      edge += branch.rowHeight;
    }
    expect(edge).toBeLessThanOrEqual(height + 1e-9);
  });

  test('what is taken off lies over the lower end; what is left uncovered is the total', () => {
    const { branches, trunk } = layoutStream([source('a', '100'), source('credit', '-25')]);
    const credit = branches.find((branch) => branch.isTakenOff);
    expect(trunk.takenOff / trunk.height).toBeCloseTo(0.25, 10);
    expect((credit?.trunkY ?? 0) + (credit?.width ?? 0) / 2).toBeCloseTo(trunk.top + trunk.height, 10);
  });

  test('nothing at all draws nothing', () => {
    const { trunk, branches } = layoutStream([source('a', '0.00')]);
    expect(trunk.height).toBe(0);
    expect(branches[0]?.width).toBe(0);
    expect(layoutStream([]).height).toBe(0);
  });
});

describe('drawnSources', () => {
  test('the smallest become one, to the last decimal', () => {
    const many = Array.from({ length: 14 }, (_, index) => source(`s${index}`, `${index + 1}.00000080`));
    const drawn = drawnSources(many, (count) => `${count} more`);
    expect(drawn).toHaveLength(10);
    expect(drawn.find(({ id }) => id === 'others')).toMatchObject({ label: '5 more', amount: '15.000004' });
    expect(sameAmount(sumAmounts(drawn), sumAmounts(many))).toBe(true);
  });

  test('what is taken off comes last and is never merged', () => {
    const drawn = drawnSources([source('credit', '-1'), source('a', '2')], String);
    expect(drawn.map(({ id }) => id)).toEqual(['a', 'credit']);
  });
});
