import { addDays, civilDate } from '@/lib/domain/period/civil-date';
import type { Period } from '@/lib/domain/period/period';

/** The days that a charge from one instant to another touches, in UTC: an hour belongs to its day, and so does a moment. */
export function chargePeriodOf(fromAt: string, toAt: string): Period {
  const known = recent.get(fromAt);
  if (known?.toAt === toAt) return known.period;
  const period = daysOf(fromAt, toAt);
  if (recent.size >= MAX_RECENT) recent.clear();
  recent.set(fromAt, { toAt, period });
  return period;
}

// A month has some hundred different hours over any number of rows, and most charges of an hour end at the next.
const recent = new Map<string, { toAt: string; period: Period }>();
const MAX_RECENT = 4096;

function daysOf(fromAt: string, toAt: string): Period {
  const last = civilDate(toAt.slice(0, 10));
  const endsAtMidnight = toAt.startsWith('T00:00:00', 10) && toAt > fromAt;
  return { from: civilDate(fromAt.slice(0, 10)), to: endsAtMidnight ? last : addDays(last, 1) };
}
