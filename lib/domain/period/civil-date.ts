declare const civilDateBrand: unique symbol;

/** A day in the calendar, `YYYY-MM-DD`, years 0001 to 9999. Sorts as text. */
export type CivilDate = string & { readonly [civilDateBrand]: true };

/** Reads `YYYY-MM-DD`; null when the text is anything else or the day does not exist (2025-02-29). */
export function parseCivilDate(text: string): CivilDate | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const { year, month, day } = partsOf(text);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return text as CivilDate;
}

/** A date from a literal in code; throws when it is not one. */
export function civilDate(text: string): CivilDate {
  const parsed = parseCivilDate(text);
  if (parsed === null) throw new RangeError(`Not a date (YYYY-MM-DD): ${JSON.stringify(text)}`);
  return parsed;
}

export function addDays(date: CivilDate, days: number): CivilDate {
  return fromDayNumber(dayNumber(date) + days);
}

/** Days from `from` up to, not including, `to`; negative when `to` is earlier. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return dayNumber(to) - dayNumber(from);
}

export function compareCivilDate(a: CivilDate, b: CivilDate): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The date n months from the anchor's month, on `anchorDay` or the last day of a shorter month.
 * Counting from the anchor, never from the date before, brings the 31st back: 31 Jan + 1 is 28 Feb, + 2 is 31 Mar.
 */
export function addMonthsClamped(
  anchorDate: CivilDate,
  months: number,
  anchorDay = dayOfMonth(anchorDate),
): CivilDate {
  const { year, month } = partsOf(anchorDate);
  const monthIndex = year * 12 + (month - 1) + months;
  const targetYear = Math.floor(monthIndex / 12);
  const targetMonth = monthIndex - targetYear * 12 + 1;
  return fromParts(targetYear, targetMonth, Math.min(anchorDay, daysInMonth(targetYear, targetMonth)));
}

/** Months from the month of `from` to the month of `to`, whatever their days. */
export function monthsBetween(from: CivilDate, to: CivilDate): number {
  const a = partsOf(from);
  const b = partsOf(to);
  return (b.year - a.year) * 12 + (b.month - a.month);
}

function dayOfMonth(date: CivilDate): number {
  return partsOf(date).day;
}

type Parts = { year: number; month: number; day: number };

function partsOf(date: string): Parts {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) };
}

function fromParts(year: number, month: number, day: number): CivilDate {
  if (year < 1 || year > 9999) throw new RangeError(`The year ${year} is outside 0001 to 9999`);
  const pad = (value: number, width: number) => String(value).padStart(width, '0');
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` as CivilDate;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

// Days since 1970-01-01 and back, on the proleptic Gregorian calendar: the civil algorithms of
// https://howardhinnant.github.io/date_algorithms.html, with years that begin in March.
function dayNumber(date: CivilDate): number {
  const { year, month, day } = partsOf(date);
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function fromDayNumber(days: number): CivilDate {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return fromParts(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day);
}
