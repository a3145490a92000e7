import { addDays, civilDate, daysBetween } from '@/lib/domain/period/civil-date';

export type LaneCycle = {
  id: string;
  specId: string;
  specName: string;
  periodFrom: string;
  periodTo: string;
};

export type LanePlace<Cycle> = { cycle: Cycle /** Per cent of the axis. */; start: number; width: number };

export type Lanes<Cycle> = {
  from: string;
  to: string;
  lanes: { specId: string; name: string; places: LanePlace<Cycle>[] }[];
  /** First days of months on the axis, in per cent. */
  months: { on: string; at: number }[];
  /** Null when it lies outside. */
  today: number | null;
};

/**
 * Cycles as bars on one axis of days, a lane a specification. The axis begins with the earliest period shown and ends with the
 * latest, and so do the lanes from the top; positions are per cent of it. Null without cycles.
 */
export function layoutLanes<Cycle extends LaneCycle>(
  cycles: readonly Cycle[],
  today: string,
): Lanes<Cycle> | null {
  if (cycles.length === 0) return null;
  const from = cycles.map(({ periodFrom }) => periodFrom).sort()[0]!;
  const to = cycles
    .map(({ periodTo }) => periodTo)
    .sort()
    .at(-1)!;
  const days = daysBetween(civilDate(from), civilDate(to));
  const at = (date: string) => (daysBetween(civilDate(from), civilDate(date)) / days) * 100;

  const lanes = new Map<string, Lanes<Cycle>['lanes'][number]>();
  for (const cycle of [...cycles].sort((a, b) => (a.periodFrom < b.periodFrom ? -1 : 1))) {
    const lane = lanes.get(cycle.specId) ?? { specId: cycle.specId, name: cycle.specName, places: [] };
    const start = at(cycle.periodFrom);
    lane.places.push({ cycle, start, width: at(cycle.periodTo) - start });
    lanes.set(cycle.specId, lane);
  }
  const isShown = today >= from && today < to;
  return {
    from,
    to,
    lanes: [...lanes.values()],
    months: monthsBetween(from, to).map((on) => ({ on, at: at(on) })),
    today: isShown ? at(today) : null,
  };
}

function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  for (let on = civilDate(from); on < to; on = addDays(on, 1)) if (on.endsWith('-01')) months.push(on);
  return months;
}
