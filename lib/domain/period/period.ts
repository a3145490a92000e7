import { type CivilDate, compareCivilDate, daysBetween } from '@/lib/domain/period/civil-date';

/** A stretch of days, half-open: `from` is the first day in it, `to` the first day after it. */
export type Period = { readonly from: CivilDate; readonly to: CivilDate };

/** The days both have, or null when there are none. */
export function intersect(a: Period, b: Period): Period | null {
  const from = compareCivilDate(a.from, b.from) > 0 ? a.from : b.from;
  const to = compareCivilDate(a.to, b.to) < 0 ? a.to : b.to;
  return from < to ? { from, to } : null;
}

/** Whether the day, or every day of the other period, lies in the period. */
export function contains(period: Period, inner: CivilDate | Period): boolean {
  if (typeof inner === 'string') return period.from <= inner && inner < period.to;
  return period.from <= inner.from && inner.to <= period.to;
}

export function periodDays(period: Period): number {
  return daysBetween(period.from, period.to);
}
