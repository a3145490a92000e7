import { expect, test } from 'vitest';
import { isQuiet, loadBetween, parseCpuLine, watchLoad } from './load';

const ticks = (total: number, busy: number, stolen: number, ours: number) => ({ total, busy, stolen, ours });

test('what others used is what was busy and not ours, as a share of all', () => {
  const before = ticks(1000, 500, 10, 300);
  expect(loadBetween(before, ticks(2000, 1200, 60, 800))).toEqual({ others: 0.2, stolen: 0.05 });
  expect(loadBetween(before, before)).toEqual({ others: 0, stolen: 0 });
  // Ticks are rounded per process, so that ours may seem to be more than all.
  expect(loadBetween(before, ticks(2000, 900, 10, 701)).others).toBe(0);
});

test('a figure is judged while others and the host leave nine tenths of the machine', () => {
  expect(isQuiet({ others: 0.06, stolen: 0.04 })).toBe(true);
  expect(isQuiet({ others: 0.06, stolen: 0.041 })).toBe(false);
});

test('the line of /proc/stat: waiting for a disk is not work, time stolen is apart', () => {
  expect(parseCpuLine('cpu  100 10 50 800 20 3 7 9 99 0')).toEqual({ total: 999, busy: 170, stolen: 9 });
});

test('our own work is not others’', () => {
  const ended = watchLoad();
  const until = performance.now() + 400;
  while (performance.now() < until);
  const { others, stolen } = ended();
  expect(others).toBeGreaterThanOrEqual(0);
  expect(others + stolen).toBeLessThanOrEqual(1);
});
