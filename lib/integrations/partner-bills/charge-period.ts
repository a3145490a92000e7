import { addDays, civilDate } from '@/lib/domain/period/civil-date';
import type { Period } from '@/lib/domain/period/period';

/** The days that a charge from one instant to another touches, in UTC: an hour belongs to its day, and so does a moment. */
export function chargePeriodOf(fromAt: string, toAt: string): Period {
  const last = civilDate(toAt.slice(0, 10));
  const endsAtMidnight = toAt.startsWith('T00:00:00', 10) && toAt > fromAt;
  return { from: civilDate(fromAt.slice(0, 10)), to: endsAtMidnight ? last : addDays(last, 1) };
}
