export type ReceivedCount = { day: string; meter: string; outcome: 'accepted' | 'waiting'; events: number };

/** A band of the chart: one meter's events that were taken, all others', or those that wait. */
export type ReceivedSeries = {
  id: string;
  kind: 'meter' | 'others' | 'waiting';
  meter: string | null;
  total: number;
};

export type ReceivedDayRow = { day: string; total: number; [seriesId: string]: number | string };

const METERS_SHOWN = 4;

/**
 * Counts as bands and days: the four meters with the most events, the rest together, and what waits, whatever its meter, on top.
 * Every day has every band.
 */
export function receivedSeries(
  days: readonly string[],
  counts: readonly ReceivedCount[],
): { series: ReceivedSeries[]; rows: ReceivedDayRow[] } {
  const totals = new Map<string, number>();
  for (const { meter, outcome, events } of counts) {
    if (outcome === 'accepted') totals.set(meter, (totals.get(meter) ?? 0) + events);
  }
  const meters = [...totals].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const shown = new Map(meters.slice(0, METERS_SHOWN).map(([meter], index) => [meter, `meter${index}`]));
  const idOf = ({ meter, outcome }: ReceivedCount) =>
    outcome === 'waiting' ? 'waiting' : (shown.get(meter) ?? 'others');
  const sums = new Map<string, number>();
  for (const count of counts) {
    for (const key of [`${count.day} ${idOf(count)}`, idOf(count)]) {
      sums.set(key, (sums.get(key) ?? 0) + count.events);
    }
  }
  const all: ReceivedSeries[] = [
    ...[...shown].map(([meter, id]) => ({ id, kind: 'meter' as const, meter, total: sums.get(id) ?? 0 })),
    { id: 'others', kind: 'others', meter: null, total: sums.get('others') ?? 0 },
    { id: 'waiting', kind: 'waiting', meter: null, total: sums.get('waiting') ?? 0 },
  ];
  const series = all.filter(({ total }) => total > 0);
  const rows = days.map((day) => {
    const parts = series.map(({ id }) => [id, sums.get(`${day} ${id}`) ?? 0] as const);
    return { day, total: parts.reduce((sum, [, events]) => sum + events, 0), ...Object.fromEntries(parts) };
  });
  return { series, rows };
}
