import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findUnusualUsage, type UsageDay } from '@/lib/domain/billing/unusual-usage';
import { type Decimal, decimal, formatDecimal } from '@/lib/domain/money/decimal';
import { addDays, civilDate } from '@/lib/domain/period/civil-date';

const TUESDAY = civilDate('2026-11-17');
const LONG_AGO = civilDate('2026-01-01');

const weeks = (...quantities: string[]): UsageDay[] =>
  quantities.map((quantity, index) => ({
    day: addDays(TUESDAY, -7 * (index + 1)),
    quantity: decimal(quantity),
  }));
const days = (count: number, quantity: (n: number) => string): UsageDay[] =>
  Array.from({ length: count }, (_, n) => ({
    day: addDays(TUESDAY, -n - 1),
    quantity: decimal(quantity(n)),
  }));
const onTuesday = (quantity: string, before: UsageDay[], options = {}) =>
  findUnusualUsage({
    day: TUESDAY,
    quantity: decimal(quantity),
    isOver: true,
    before,
    knownSince: LONG_AGO,
    ...options,
  });

const TUESDAYS = weeks('0.9', '1.4', '1.1', '1.0', '1.2', '1.3', '1.0', '1.1');

test('a Tuesday is compared with Tuesdays', () => {
  // Median 1.1, absolute deviations 0.0 0.0 0.1 0.1 0.1 0.2 0.2 0.3: MAD 0.1, so (4.2 − 1.1) ÷ 0.14826 = 20.9.
  expect(onTuesday('4.2', TUESDAYS)).toEqual({
    direction: 'high',
    quantity: decimal('4.2'),
    comparedWith: 'weekday',
    count: 8,
    lowest: decimal('0.9'),
    highest: decimal('1.4'),
    median: decimal('1.1'),
    score: '20.9',
  });
  expect(onTuesday('1.6', TUESDAYS)).toBeNull();
  expect(onTuesday('1.62', TUESDAYS)).toBeNull();
  expect(onTuesday('1.63', TUESDAYS)?.score).toBe('3.6');
});

test('a day that is not over can be too high, not too low', () => {
  expect(onTuesday('0', TUESDAYS)?.direction).toBe('low');
  expect(onTuesday('0', TUESDAYS, { isOver: false })).toBeNull();
  expect(onTuesday('9', TUESDAYS, { isOver: false })?.direction).toBe('high');
});

test('without enough weeks the days before count, and without enough days nothing is said', () => {
  const steady = days(20, () => '10');
  expect(onTuesday('100', steady, { knownSince: addDays(TUESDAY, -20) })).toMatchObject({
    comparedWith: 'days',
    count: 20,
  });
  expect(onTuesday('100', steady, { knownSince: addDays(TUESDAY, -13) })).toBeNull();
});

test('a steady product is not unusual for a crumb more: the spread is at least a tenth of the median', () => {
  const steady = weeks('10', '10', '10', '10', '10', '10', '10', '10');
  expect(onTuesday('13.5', steady)).toBeNull();
  expect(onTuesday('13.6', steady)).toMatchObject({ direction: 'high', score: '3.6' });
  expect(onTuesday('6.4', steady)).toMatchObject({ direction: 'low', score: '-3.6' });
});

test('when most days are alike the few others make the spread', () => {
  // Median 0, MAD 0; mean deviation 16 ÷ 8 = 2, times 1.2533: (10 − 0) ÷ 2.5066 = 4.0.
  expect(onTuesday('10', weeks('0', '0', '0', '0', '0', '0', '8', '8'))?.score).toBe('4');
  expect(onTuesday('8', weeks('0', '0', '0', '0', '0', '0', '8', '8'))).toBeNull();
});

test('usage where there never was any is unusual, and none there is not', () => {
  expect(onTuesday('0.001', [])).toMatchObject({ direction: 'high', score: '∞', count: 8 });
  expect(onTuesday('0', [])).toBeNull();
});

const quantity = fc.bigInt(0n, 10n ** 24n).map((value) => value as Decimal);
const eight = fc.array(quantity, { minLength: 8, maxLength: 8 });
const asDays = (values: readonly bigint[]): UsageDay[] =>
  values.map((value, n) => ({ day: addDays(TUESDAY, -7 * (n + 1)), quantity: value as Decimal }));

test('neither the order of days nor the unit of measure changes the finding', () => {
  fc.assert(
    fc.property(eight, quantity, fc.bigInt(1n, 1_000n), (values, x, factor) => {
      const found = onTuesday(formatDecimal(x), asDays(values));
      expect(onTuesday(formatDecimal(x), asDays([...values].reverse()))).toEqual(found);
      const scaled = onTuesday(
        formatDecimal((x * factor) as Decimal),
        asDays(values.map((value) => value * factor)),
      );
      expect([scaled?.direction, scaled?.score]).toEqual([found?.direction, found?.score]);
    }),
    { numRuns: 200 },
  );
});

test('more of an unusually high day is still unusually high; a day within its history never is', () => {
  fc.assert(
    fc.property(eight, quantity, quantity, (values, x, more) => {
      const found = onTuesday(formatDecimal(x), asDays(values));
      if (found?.direction !== 'high') return;
      expect(onTuesday(formatDecimal((x + more) as Decimal), asDays(values))?.direction).toBe('high');
    }),
    { numRuns: 200 },
  );
  fc.assert(
    fc.property(eight, (values) => {
      const median = [...values].sort((a, b) => (a < b ? -1 : 1))[4]!;
      expect(onTuesday(formatDecimal(median), asDays(values.map(() => median)))).toBeNull();
    }),
    { numRuns: 50 },
  );
});
