import { expect, test } from 'vitest';
import { timeLeft } from '@/components/expectation/time-left';

const NOW = Date.parse('2026-11-22T10:00:00Z');

test.each([
  ['2026-11-24T14:30:00Z', { isOver: false, unit: 'days', days: 2, hours: 4 }],
  ['2026-11-22T13:05:59Z', { isOver: false, unit: 'hours', hours: 3, minutes: 5 }],
  ['2026-11-22T10:00:30Z', { isOver: false, unit: 'minutes', minutes: 0 }],
  ['2026-11-22T10:00:00Z', { isOver: true, unit: 'minutes', minutes: 0 }],
  ['2026-11-20T09:00:00Z', { isOver: true, unit: 'days', days: 2, hours: 1 }],
])('%s', (at, left) => {
  expect(timeLeft(at, NOW)).toMatchObject(left);
});
