import { expect, test } from 'vitest';
import { MOST_ATTEMPTS, pauseAfter, readRetryAfter, waitAfter } from '@/lib/services/webhooks/retry-schedule';

const HOUR = 3_600_000;

test('waits grow from seconds to a day, over about three days, and then it is given up', () => {
  const waits = Array.from({ length: MOST_ATTEMPTS - 1 }, (_, index) => waitAfter(index + 1, 0.5)!);
  expect(waits[0]).toBe(5_000);
  expect([...waits].sort((a, b) => a - b)).toEqual(waits);
  const total = waits.reduce((sum, wait) => sum + wait, 0);
  expect(total / HOUR).toBeGreaterThan(72);
  expect(total / HOUR).toBeLessThan(80);
  expect(waitAfter(MOST_ATTEMPTS, 0.5)).toBeNull();
});

test('jitter spreads by a fifth either way, and what the receiver asks for is the least', () => {
  expect([waitAfter(1, 0), waitAfter(1, 1)]).toEqual([4_000, 6_000]);
  expect(waitAfter(1, 0, 60_000)).toBe(60_000);
  expect(waitAfter(1, 0, 1_000)).toBe(4_000);
  expect(waitAfter(1, 0, 400 * HOUR)).toBe(24 * HOUR);
});

test('an endpoint in trouble is left alone for longer each time, an hour at most', () => {
  expect([1, 2, 3, 30].map((failures) => pauseAfter(failures, null))).toEqual([10_000, 20_000, 40_000, HOUR]);
  expect(pauseAfter(1, 90_000)).toBe(90_000);
});

test('Retry-After is seconds or a date', () => {
  const now = '2026-03-20T12:00:00Z';
  expect(readRetryAfter('120', now)).toBe(120_000);
  expect(readRetryAfter('Fri, 20 Mar 2026 12:01:00 GMT', now)).toBe(60_000);
  expect(readRetryAfter('Fri, 20 Mar 2026 11:00:00 GMT', now)).toBe(0);
  expect(readRetryAfter('soon', now)).toBeNull();
  expect(readRetryAfter(undefined, now)).toBeNull();
});
