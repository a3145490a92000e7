import { expect, test } from 'vitest';
import { civilDate } from '@/lib/domain/period/civil-date';
import { addWorkingDays, isWorkingDay } from '@/lib/domain/period/working-days';

test('Saturday and Sunday are no working days, in any year', () => {
  // 2 March 2026 is a Monday, 1 January 1900 was one too.
  const week = ['02', '03', '04', '05', '06', '07', '08'].map((day) =>
    isWorkingDay(civilDate(`2026-03-${day}`)),
  );
  expect(week).toEqual([true, true, true, true, true, false, false]);
  expect(isWorkingDay(civilDate('1900-01-01'))).toBe(true);
  expect(isWorkingDay(civilDate('1899-12-31'))).toBe(false);
});

test.each([
  ['2026-03-06', 1, '2026-03-09'],
  ['2026-03-07', 1, '2026-03-09'],
  ['2026-03-02', 5, '2026-03-09'],
  ['2026-03-09', -1, '2026-03-06'],
  ['2026-03-08', 0, '2026-03-08'],
])('%s and %i working days is %s', (from, days, to) => {
  expect(addWorkingDays(civilDate(from), days)).toBe(to);
});
