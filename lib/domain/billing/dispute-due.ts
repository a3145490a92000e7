import type { CivilDate } from '@/lib/domain/period/civil-date';
import { addDays } from '@/lib/domain/period/civil-date';
import { addWorkingDays } from '@/lib/domain/period/working-days';
import { civilDateAt, startOfDayInstant } from '@/lib/domain/period/zone';

export type DisputePolicy = {
  /** How many working days a partner has to answer. */
  answerWorkingDays: number;
  /** How many working days before that it is reminded; 0: on the day itself. */
  remindWorkingDays: number;
};

export const DEFAULT_DISPUTE_POLICY: DisputePolicy = { answerWorkingDays: 5, remindWorkingDays: 1 };

/**
 * When a partner's answer is due, at the end of a working day in the operator's zone, and when it is reminded: at the beginning of the working day so
 * many before, or not at all when that has passed already.
 * Example: raised on Monday 2 March with 5 days: due on Monday 9 March at 23:59; reminded on Friday 6 March.
 */
export function disputeDates(
  raisedAt: string,
  timeZone: string,
  { answerWorkingDays, remindWorkingDays }: DisputePolicy,
): { answerDueAt: string; remindAt: string | null } {
  const raisedOn = civilDateAt(raisedAt, timeZone);
  const lastDay = addWorkingDays(raisedOn, answerWorkingDays);
  const remindOn: CivilDate = addWorkingDays(lastDay, -remindWorkingDays);
  return {
    answerDueAt: lastMinute(lastDay, timeZone),
    remindAt: remindOn > raisedOn ? startOfDayInstant(remindOn, timeZone) : null,
  };
}

function lastMinute(day: CivilDate, timeZone: string): string {
  const end = Date.parse(startOfDayInstant(addDays(day, 1), timeZone));
  return new Date(end - 60_000).toISOString();
}
