import { Temporal } from 'temporal-polyfill';
import { type CivilDate, civilDate } from '@/lib/domain/period/civil-date';

/** The instant a day begins in the zone, as ISO text in UTC. Where midnight is skipped by a clock change, the first moment of the day. */
export function startOfDayInstant(date: CivilDate, timeZone: string): string {
  return Temporal.PlainDate.from(date).toZonedDateTime(timeZone).toInstant().toString();
}

/** The day in the zone on which an instant falls: 2026-01-01T23:30:00Z is 2026-01-02 in Warsaw. */
export function civilDateAt(instantIso: string, timeZone: string): CivilDate {
  const zoned = Temporal.Instant.from(instantIso).toZonedDateTimeISO(timeZone);
  return civilDate(zoned.toPlainDate().toString());
}

/** What a clock in the zone shows at an instant, with its day: 2026-01-01T23:30:00Z is 2026-01-02 00:30 in Warsaw. */
export function clockAt(instantIso: string, timeZone: string): string {
  const zoned = Temporal.Instant.from(instantIso).toZonedDateTimeISO(timeZone);
  return zoned.toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');
}

/** Whether the text names an IANA time zone this runtime knows. Bare offsets are no zones: they know no summer time. */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
