import { expect, test } from 'vitest';
import { LocalClock } from '@/lib/domain/period/local-clock';

const at = (clock: LocalClock, local: string) => {
  const ms = clock.instantMs(Date.parse(`${local}Z`));
  return ms === null ? null : new Date(ms).toISOString();
};

test('a local time is an instant by the offset of its day', () => {
  const clock = new LocalClock('Europe/Warsaw', { repeatedHour: 'first', skippedHour: 'forward' });
  expect(at(clock, '2026-01-10T12:00:00')).toBe('2026-01-10T11:00:00.000Z');
  expect(at(clock, '2026-07-10T12:00:00')).toBe('2026-07-10T10:00:00.000Z');
});

test('an hour that occurs twice is the first, the second or refused', () => {
  const clock = (repeatedHour: 'first' | 'second' | 'refuse') =>
    new LocalClock('Europe/Warsaw', { repeatedHour, skippedHour: 'forward' });
  expect(at(clock('first'), '2026-10-25T02:30:00')).toBe('2026-10-25T00:30:00.000Z');
  expect(at(clock('second'), '2026-10-25T02:30:00')).toBe('2026-10-25T01:30:00.000Z');
  expect(at(clock('refuse'), '2026-10-25T02:30:00')).toBeNull();
  expect(at(clock('refuse'), '2026-10-25T03:00:00')).toBe('2026-10-25T02:00:00.000Z');
});

test('an hour that is skipped moves forward or is refused', () => {
  const clock = (skippedHour: 'forward' | 'refuse') =>
    new LocalClock('Europe/Warsaw', { repeatedHour: 'first', skippedHour });
  expect(at(clock('forward'), '2026-03-29T02:30:00')).toBe('2026-03-29T01:30:00.000Z');
  expect(at(clock('refuse'), '2026-03-29T02:30:00')).toBeNull();
  expect(at(clock('refuse'), '2026-03-29T03:00:00')).toBe('2026-03-29T01:00:00.000Z');
  const half = new LocalClock('Australia/Lord_Howe', { repeatedHour: 'first', skippedHour: 'refuse' });
  expect(at(half, '2026-10-04T02:15:00')).toBeNull();
  expect(at(half, '2026-10-04T02:30:00')).toBe('2026-10-03T15:30:00.000Z');
});
