import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonthsClamped,
  civilDate,
  daysBetween,
  monthsBetween,
  parseCivilDate,
} from '@/lib/domain/period/civil-date';
import { contains, intersect, periodDays } from '@/lib/domain/period/period';

const anyDate = fc
  .date({ min: new Date('0100-01-01'), max: new Date('9000-12-31'), noInvalidDate: true })
  .map((date) => civilDate(date.toISOString().slice(0, 10)));

describe('dates', () => {
  test.each([
    '2025-02-29',
    '2024-13-01',
    '2024-00-10',
    '2024-04-31',
    '24-01-01',
    '2024-1-1',
    '2024-01-01T00:00',
    '',
    '0000-01-01',
  ])('%j is no day', (text) => expect(parseCivilDate(text)).toBeNull());

  test.each(['2024-02-29', '2000-02-29', '1999-12-31', '9999-12-31'])('%s is one', (text) => {
    expect(parseCivilDate(text)).toBe(text);
  });

  test('counting days agrees with the calendar of the language', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -30_000, max: 30_000 }), (date, days) => {
        const other = new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000);
        expect(addDays(date, days)).toBe(other.toISOString().slice(0, 10));
        expect(daysBetween(date, addDays(date, days))).toBe(days);
      }),
    );
  });

  test('months from the 31st end on the last day and come back', () => {
    const anchor = civilDate('2024-01-31');
    const months = [0, 1, 2, 3, 12, 13, -2].map((n) => addMonthsClamped(anchor, n));
    expect(months).toEqual([
      '2024-01-31',
      '2024-02-29',
      '2024-03-31',
      '2024-04-30',
      '2025-01-31',
      '2025-02-28',
      '2023-11-30',
    ]);
    expect(monthsBetween(anchor, civilDate('2023-11-30'))).toBe(-2);
  });

  test('an anchor day of its own', () => {
    expect(addMonthsClamped(civilDate('2024-02-10'), 1, 31)).toBe('2024-03-31');
  });

  test('a year beyond the calendar throws', () => {
    expect(() => addDays(civilDate('9999-12-31'), 1)).toThrow('10000');
  });
});

describe('periods', () => {
  const january = { from: civilDate('2026-01-01'), to: civilDate('2026-02-01') };

  test('are half-open', () => {
    expect(periodDays(january)).toBe(31);
    expect(contains(january, civilDate('2026-01-01'))).toBe(true);
    expect(contains(january, civilDate('2026-02-01'))).toBe(false);
    expect(contains(january, january)).toBe(true);
  });

  test('meet or do not', () => {
    const late = { from: civilDate('2026-01-20'), to: civilDate('2026-02-10') };
    expect(intersect(january, late)).toEqual({ from: '2026-01-20', to: '2026-02-01' });
    expect(intersect(january, { from: january.to, to: late.to })).toBeNull();
  });
});
