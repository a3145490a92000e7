import { addDays, type CivilDate } from '@/lib/domain/period/civil-date';

/** The last day of the month before: what one mostly settles through. */
export const lastDayBefore = (day: CivilDate): CivilDate => addDays(`${day.slice(0, 8)}01` as CivilDate, -1);
