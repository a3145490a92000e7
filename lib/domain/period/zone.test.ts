import { describe, expect, test } from 'vitest';
import { civilDate } from '@/lib/domain/period/civil-date';
import { civilDateAt, clockAt, isTimeZone, startOfDayInstant } from '@/lib/domain/period/zone';

describe('the start of a day', () => {
  test.each([
    ['2026-01-15', 'Europe/Warsaw', '2026-01-14T23:00:00Z'],
    ['2026-07-15', 'Europe/Warsaw', '2026-07-14T22:00:00Z'],
    ['2026-07-15', 'America/New_York', '2026-07-15T04:00:00Z'],
    ['2026-07-15', 'Asia/Kolkata', '2026-07-14T18:30:00Z'],
    ['2026-07-15', 'UTC', '2026-07-15T00:00:00Z'],
  ])('%s in %s is %s', (date, zone, instant) => {
    expect(startOfDayInstant(civilDate(date), zone)).toBe(instant);
    expect(civilDateAt(instant, zone)).toBe(date);
  });

  test('where a clock change skips midnight the day starts later', () => {
    expect(startOfDayInstant(civilDate('2024-04-26'), 'Africa/Cairo')).toBe('2024-04-25T22:00:00Z');
    expect(civilDateAt('2024-04-25T21:59:59Z', 'Africa/Cairo')).toBe('2024-04-25');
  });
});

test('an instant belongs to the day of the zone', () => {
  expect(civilDateAt('2026-01-01T23:30:00Z', 'Europe/Warsaw')).toBe('2026-01-02');
  expect(civilDateAt('2026-01-01T23:30:00Z', 'America/New_York')).toBe('2026-01-01');
});

test('a clock in the zone', () => {
  expect(clockAt('2026-01-01T23:30:59Z', 'Europe/Warsaw')).toBe('2026-01-02 00:30');
});

test.each([
  ['Europe/Warsaw', true],
  ['UTC', true],
  ['Europe/Atlantis', false],
  ['+02:00', false],
  ['', false],
])('%j is a zone: %s', (text, known) => {
  expect(isTimeZone(text)).toBe(known);
});
