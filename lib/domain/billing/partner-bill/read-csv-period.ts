import type { CellFault, CsvPeriod, CsvTime } from '@/lib/domain/billing/partner-bill/csv-mapping';
import { addDays, type CivilDate } from '@/lib/domain/period/civil-date';
import type { Period } from '@/lib/domain/period/period';
import { civilDateAt, startOfDayInstant } from '@/lib/domain/period/zone';
import { timeReader } from '@/lib/domain/usage/read-time';

type ReadText = (cells: readonly string[]) => string;
export type DayReader = (cells: readonly string[], faults: CellFault[]) => Period | null;

/**
 * Makes the reader of a charge's days: all that it touches, an hour belonging to its day.
 * Example: "01.10.2026" to "31.10.2026", the last day included, is 2026-10-01 up to, not including, 2026-11-01.
 */
export function periodReader(
  period: Extract<CsvPeriod, { kind: 'columns' }>,
  from: ReadText,
  to: ReadText | null,
): DayReader {
  const { timeZone = 'UTC', toIsLastDay = false } = period;
  const [readFrom, readTo] = [momentReader(period.from, timeZone), momentReader(period.to, timeZone)];
  return (cells, faults) => {
    const first = readFrom(from(cells), faults);
    if (to === null) return first && { from: first.day, to: addDays(first.day, 1) };
    const last = readTo(to(cells), faults);
    if (first === null || last === null) return null;
    if (last.at < first.at) {
      const message = `The charge ends (${last.day}) before it starts (${first.day}). Correct one of them.`;
      faults.push({ code: 'period_reversed', column: placeOf(period.to), message });
      return null;
    }
    const endsThere = !toIsLastDay && last.isMidnight && last.at > first.at;
    return { from: first.day, to: endsThere ? last.day : addDays(last.day, 1) };
  };
}

type Moment = { at: string; day: CivilDate; isMidnight: boolean };

// A bill has few different times over any number of rows.
const RECENT_MAX = 4096;

function momentReader(
  time: CsvTime | undefined,
  timeZone: string,
): (text: string, faults: CellFault[]) => Moment | null {
  const column = placeOf(time);
  const format = time?.format ?? 'iso';
  const read = timeReader({ format, timeZone });
  const recent = new Map<string, Moment | CellFault>();
  return (text, faults) => {
    const found = recent.get(text) ?? momentOf(text);
    if (recent.size >= RECENT_MAX) recent.clear();
    recent.set(text, found);
    if (!('code' in found)) return found;
    faults.push(found);
    return null;
  };

  function momentOf(text: string): Moment | CellFault {
    if (text === '') return { code: 'missing_value', column, message: 'There is no date. Fill it in.' };
    const at = read(text);
    if (typeof at !== 'string' || at < '1970' || at > '2200') {
      const message = `"${text.slice(0, 40)}" is not a date of the form ${format}. Correct it, or say in the mapping how dates are written.`;
      return { code: 'bad_date', column, message };
    }
    const day = civilDateAt(at, timeZone);
    return { at, day, isMidnight: Date.parse(startOfDayInstant(day, timeZone)) === Date.parse(at) };
  }
}

const placeOf = (time: CsvTime | undefined): string => time?.fields.join(', ') ?? 'period';
