import { type CivilDate, civilDate } from '@/lib/domain/period/civil-date';
import { type CycleFrequency, cyclePeriodContaining } from '@/lib/domain/period/cycle';
import { civilDateAt } from '@/lib/domain/period/zone';
import type { ServiceContext } from '@/lib/services/context';

/** The first and the last day that a bill on demand may end with: from the running period's first to today, in its zone. */
export function billableDays(
  { now }: ServiceContext,
  spec: { anchorOn: string; frequency: string; timeZone: string },
): { first: CivilDate; last: CivilDate } {
  const last = civilDateAt(now, spec.timeZone);
  const frequency = spec.frequency as CycleFrequency;
  const rhythm = { anchorOn: civilDate(spec.anchorOn), frequency, timeZone: spec.timeZone };
  return { first: cyclePeriodContaining(rhythm, last).period.from, last };
}
