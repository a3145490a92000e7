import {
  addDays,
  addMonthsClamped,
  type CivilDate,
  daysBetween,
  monthsBetween,
} from '@/lib/domain/period/civil-date';
import type { Period } from '@/lib/domain/period/period';

export type CycleFrequency = 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'semiannual' | 'yearly';

export const FREQUENCIES: readonly CycleFrequency[] = [
  'daily',
  'weekly',
  'monthly',
  'quarterly',
  'semiannual',
  'yearly',
];

/** When an account is billed. Bounds are days in `timeZone`; zone.ts turns them into instants. */
export type CycleSpec = {
  readonly anchorOn: CivilDate;
  readonly frequency: CycleFrequency;
  readonly timeZone: string;
};

export type CyclePeriod = { readonly n: number; readonly period: Period };

/**
 * Period n of the cycle, period 0 starting on the anchor; n may be negative. Each bound is computed from the anchor,
 * so an anchor on the 31st bills on the last day of a short month and returns to the 31st.
 */
export function cyclePeriod(spec: CycleSpec, n: number): Period {
  return { from: cycleBound(spec, n), to: cycleBound(spec, n + 1) };
}

export function cyclePeriodContaining(spec: CycleSpec, date: CivilDate): CyclePeriod {
  let n = estimate(spec, date);
  // The estimate counts whole months or days, so it is at most one period too late.
  while (cycleBound(spec, n) > date) n -= 1;
  while (cycleBound(spec, n + 1) <= date) n += 1;
  return { n, period: cyclePeriod(spec, n) };
}

/** The period that ended when the one containing the date began. */
export function cyclePeriodBefore(spec: CycleSpec, date: CivilDate): CyclePeriod {
  const n = cyclePeriodContaining(spec, date).n - 1;
  return { n, period: cyclePeriod(spec, n) };
}

const STEPS: Record<CycleFrequency, { days: number } | { months: number }> = {
  daily: { days: 1 },
  weekly: { days: 7 },
  monthly: { months: 1 },
  quarterly: { months: 3 },
  semiannual: { months: 6 },
  yearly: { months: 12 },
};

function cycleBound(spec: CycleSpec, n: number): CivilDate {
  const step = STEPS[spec.frequency];
  return 'days' in step
    ? addDays(spec.anchorOn, n * step.days)
    : addMonthsClamped(spec.anchorOn, n * step.months);
}

function estimate(spec: CycleSpec, date: CivilDate): number {
  const step = STEPS[spec.frequency];
  if ('days' in step) return Math.floor(daysBetween(spec.anchorOn, date) / step.days);
  return Math.floor(monthsBetween(spec.anchorOn, date) / step.months);
}
