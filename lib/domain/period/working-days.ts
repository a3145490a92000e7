import { addDays, type CivilDate, daysBetween } from '@/lib/domain/period/civil-date';

/** Monday to Friday. Public holidays are days like others: whoever has a deadline in them asks for more days. */
export function isWorkingDay(date: CivilDate): boolean {
  // 1 January 2024 was a Monday.
  const weekday = ((daysBetween(MONDAY, date) % 7) + 7) % 7;
  return weekday < 5;
}

/** The n-th working day after a date, or before it when n is below zero: Friday 6 March 2026 + 1 is Monday 9 March. */
export function addWorkingDays(date: CivilDate, days: number): CivilDate {
  const step = days < 0 ? -1 : 1;
  let left = Math.abs(days);
  let day = date;
  while (left > 0) {
    day = addDays(day, step);
    if (isWorkingDay(day)) left -= 1;
  }
  return day;
}

const MONDAY = '2024-01-01' as CivilDate;
