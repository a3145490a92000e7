import { addDays, addMonthsClamped, type CivilDate, civilDate } from '@/lib/domain/period/civil-date';
import { isWorkingDay } from '@/lib/domain/period/working-days';
import { civilDateAt, startOfDayInstant } from '@/lib/domain/period/zone';
import type { World } from '@/prisma/seed/builders/world';

const ZONE = 'Europe/Warsaw';

/** The operator's today; of a context, the day it acts on. */
export const todayOf = ({ now }: Pick<World, 'now'>): CivilDate => civilDateAt(now, ZONE);

/** The last days of the two months that are settled. */
export function settledMonths(world: World): [CivilDate, CivilDate] {
  const monthStart = civilDate(`${todayOf(world).slice(0, 8)}01`);
  return [addDays(addMonthsClamped(monthStart, -1), -1), addDays(monthStart, -1)];
}

/** Nine o'clock so many days after a day; never after the moment of seeding. */
export const morningOf = ({ now }: World, day: CivilDate, days: number): string =>
  [nineOn(addDays(day, days)), now].sort()[0]!;

/** So many days ago, but after the second settlement was prepared: what happens then is for the statement after it. */
export function sinceSettled(world: World, daysAgo: number): string {
  const [, second] = settledMonths(world);
  const then = new Date(Date.parse(world.now) - daysAgo * 86_400_000).toISOString();
  return [then, morningOf(world, second, 2)].sort()[1]!;
}

/** Nine o'clock of a working day, so many days ago or the last one before that. */
export function workingMorning(world: World, daysAgo: number): string {
  let day = addDays(todayOf(world), -daysAgo);
  while (!isWorkingDay(day) || nineOn(day) > world.now) day = addDays(day, -1);
  return nineOn(day);
}

const nineOn = (day: CivilDate): string =>
  new Date(Date.parse(startOfDayInstant(day, ZONE)) + 9 * 3_600_000).toISOString();
