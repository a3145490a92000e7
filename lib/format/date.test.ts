import { describe, expect, test } from 'vitest';
import { formatDate, formatInstant } from '@/lib/format/date';
import { formatMonth, formatPeriod } from '@/lib/format/period';

describe('formatDate', () => {
  test('a civil date is the same day for every reader', () => {
    expect(formatDate('2026-10-01', 'en')).toBe('1 Oct 2026');
    expect(formatDate('2026-10-01', 'en', 'long')).toBe('1 October 2026');
    expect(formatDate('2026-10-01', 'en', 'day-month')).toBe('1 Oct');
    expect(formatDate('2026-10-01', 'de', 'long')).toBe('1. Oktober 2026');
  });

  test.each(['2026-02-31', '2026-1-1', 'today', ''])('refuses %j', (bad) => {
    expect(() => formatDate(bad, 'en')).toThrow(RangeError);
  });
});

describe('formatInstant', () => {
  test('shows the clock of the zone asked for, on either side of a date line', () => {
    const iso = '2026-10-31T23:30:00Z';
    expect(formatInstant(iso, 'en', 'Europe/Warsaw')).toBe('1 Nov 2026, 00:30');
    expect(formatInstant(iso, 'en', 'America/New_York')).toBe('31 Oct 2026, 19:30');
    expect(formatInstant(iso, 'en', 'UTC', 'date')).toBe('31 Oct 2026');
    expect(formatInstant(iso, 'en', 'UTC', 'second')).toBe('31 Oct 2026, 23:30:00 UTC');
  });
});

describe('formatPeriod', () => {
  test('half-open in, last day included out', () => {
    expect(formatPeriod('2026-10-01', '2026-11-01', 'en')).toBe('1–31 Oct 2026');
    expect(formatPeriod('2026-07-25', '2026-08-25', 'en')).toBe('25 Jul\u00a0– 24 Aug 2026');
    expect(formatPeriod('2026-10-01', '2026-10-02', 'en')).toBe('1 Oct 2026');
  });

  test('an empty period is refused', () => {
    expect(() => formatPeriod('2026-10-01', '2026-10-01', 'en')).toThrow('empty period');
  });
});

test('formatMonth', () => {
  expect(formatMonth('2026-10-17', 'en')).toBe('October 2026');
});
