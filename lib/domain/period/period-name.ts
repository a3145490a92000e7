import { addDays, addMonthsClamped } from '@/lib/domain/period/civil-date';
import type { Period } from '@/lib/domain/period/period';

/**
 * A period as plain data on a document: "September 2026" for a calendar month, else its first and last day, or its one day.
 * Example: 2026-09-15 to 2026-10-15 (exclusive) is "2026-09-15 to 2026-10-14".
 */
export function periodName({ from, to }: Period): string {
  if (from.endsWith('-01') && addMonthsClamped(from, 1) === to) {
    return `${MONTHS[Number(from.slice(5, 7)) - 1]} ${from.slice(0, 4)}`;
  }
  const last = addDays(to, -1);
  return from === last ? from : `${from} to ${last}`;
}

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
