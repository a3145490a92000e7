import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Decimal, decimal, formatDecimal } from '@/lib/domain/money/decimal';
import { AGGREGATIONS, type Aggregation, aggregate, type MeterEvent } from '@/lib/domain/rating/aggregate';

const HOUR = 3_600_000;
const day = { fromMs: 0, toMs: 24 * HOUR };
const at = (hour: number, quantity: string, uniqueKey?: string): MeterEvent => ({
  atMs: hour * HOUR,
  quantity: decimal(quantity),
  ...(uniqueKey !== undefined && { uniqueKey }),
});
const total = (aggregation: Aggregation, ...events: MeterEvent[]) =>
  formatDecimal(aggregate(aggregation, events, day));

describe('aggregate', () => {
  const events = [at(1, '5', 'a'), at(3, '2.5', 'b'), at(2, '9', 'a')];

  test.each([
    ['sum', '16.5'],
    ['count', '3'],
    ['unique_count', '2'],
    ['max', '9'],
    ['latest', '2.5'],
  ] as const)('%s of three events is %s', (aggregation, expected) => {
    expect(total(aggregation, ...events)).toBe(expected);
  });

  test.each([...AGGREGATIONS])('%s of no events is zero', (aggregation) => {
    expect(total(aggregation)).toBe('0');
  });

  test('a reversal takes its event out of sum and counts', () => {
    const reversed = [...events, at(4, '-9', 'a'), at(4, '-2.5', 'b')];
    expect(['sum', 'count', 'unique_count'].map((name) => total(name as Aggregation, ...reversed))).toEqual([
      '5',
      '1',
      '1',
    ]);
  });

  test('without a key of its own an event is told apart by its quantity', () => {
    expect(total('unique_count', at(1, '5'), at(2, '5'), at(3, '6'))).toBe('2');
  });

  test('time_weighted averages the levels over the window', () => {
    expect(total('time_weighted', at(0, '10'), at(12, '30'))).toBe('20');
    expect(total('time_weighted', at(18, '8'))).toBe('2');
    expect(total('time_weighted', at(-5, '6'), at(12, '0'))).toBe('3');
    expect(total('time_weighted', at(0, '6'), at(24, '1000'))).toBe('6');
    expect(total('time_weighted', at(16, '1'))).toBe('0.333333333333333');
  });

  test('an empty window throws', () => {
    expect(() => aggregate('time_weighted', [], { fromMs: 5, toMs: 5 })).toThrow('empty');
  });

  test('the order in which events come in decides nothing', () => {
    const anyEvent = fc.record({
      atMs: fc.integer({ min: -100, max: 24 * HOUR }),
      quantity: fc.bigInt({ min: -9n, max: 9n }),
    });
    fc.assert(
      fc.property(fc.constantFrom(...AGGREGATIONS), fc.array(anyEvent), (aggregation, some) => {
        const given = some as { atMs: number; quantity: Decimal }[];
        expect(aggregate(aggregation, [...given].reverse(), day)).toBe(aggregate(aggregation, given, day));
      }),
    );
  });
});
