import { expect, test } from 'vitest';
import { addSample, type PaceSample, paceOf } from '@/components/run/pace';

test('a pace needs two samples apart', () => {
  expect(paceOf([], 10)).toBeNull();
  expect(paceOf([{ atMs: 5, done: 1 }], 10)).toBeNull();
  expect(
    paceOf(
      [
        { atMs: 5, done: 1 },
        { atMs: 5, done: 2 },
      ],
      10,
    ),
  ).toBeNull();
});

test.each([
  [{ atMs: 2000, done: 5000 }, 9000, { accountsPerSecond: 2000, secondsLeft: 2 }],
  [{ atMs: 2000, done: 1003 }, 1006, { accountsPerSecond: 1.5, secondsLeft: 2 }],
  [{ atMs: 2000, done: 1000 }, 9000, { accountsPerSecond: 0, secondsLeft: null }],
  [{ atMs: 2000, done: 9000 }, 9000, { accountsPerSecond: 4000, secondsLeft: 0 }],
])('from 1,000 at the start to %j of %s', (last, total, expected) => {
  expect(paceOf([{ atMs: 0, done: 1000 }, last], total)).toEqual(expected);
});

test('what was long ago is forgotten, but for one sample to measure from', () => {
  const samples = [0, 5_000, 24_000].reduce<PaceSample[]>(
    (all, atMs) => addSample(all, { atMs, done: atMs }),
    [],
  );
  expect(samples.map(({ atMs }) => atMs)).toEqual([5_000, 24_000]);
  expect(addSample(samples, { atMs: 90_000, done: 1 }).map(({ atMs }) => atMs)).toEqual([24_000, 90_000]);
});
