import { type CivilDate, daysBetween } from '@/lib/domain/period/civil-date';

/** How late money is: not due, then by days past the due date. */
export const AGES = ['not_due', 'days_1_30', 'days_31_60', 'days_61_90', 'days_over_90'] as const;
export type Age = (typeof AGES)[number];

/**
 * How late what is due on a day is, another day; due today is not late.
 * Example: due on 31 March is `days_1_30` on 1 April and on 30 April, and `days_31_60` on 1 May.
 */
export function ageOf(dueOn: CivilDate, today: CivilDate): Age {
  const days = daysBetween(dueOn, today);
  if (days <= 0) return 'not_due';
  if (days <= 30) return 'days_1_30';
  if (days <= 60) return 'days_31_60';
  return days <= 90 ? 'days_61_90' : 'days_over_90';
}
