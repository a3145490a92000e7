import type { CycleSpecRow, NewCycle } from '@/lib/db/cycles';
import { newId } from '@/lib/db/id';
import { addDays, civilDate } from '@/lib/domain/period/civil-date';
import { type CycleSpec, cyclePeriod } from '@/lib/domain/period/cycle';
import { startOfDayInstant } from '@/lib/domain/period/zone';

/** The rhythm of a stored specification, as the domain computes with it. */
export const cycleSpecOf = ({ anchorOn, frequency, timeZone }: CycleSpecRow): CycleSpec => ({
  anchorOn: civilDate(anchorOn),
  frequency,
  timeZone,
});

/**
 * Period n of a specification as a cycle: its days, and the instants at which they begin in its zone. Partners may send until
 * `cutOffDays` days after its end.
 */
export function cycleRow(spec: CycleSpecRow, n: number): NewCycle {
  const { from, to } = cyclePeriod(cycleSpecOf(spec), n);
  const startOf = (date: typeof from) => startOfDayInstant(date, spec.timeZone);
  return {
    id: newId(),
    specId: spec.id,
    n,
    periodFrom: from,
    periodTo: to,
    fromAt: startOf(from),
    toAt: startOf(to),
    cutOffAt: startOf(addDays(to, spec.cutOffDays)),
  };
}
