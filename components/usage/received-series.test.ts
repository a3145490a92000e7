import { expect, test } from 'vitest';
import { receivedSeries } from '@/components/usage/received-series';

const count = (day: string, meter: string, events: number, outcome: 'accepted' | 'waiting' = 'accepted') => ({
  day,
  meter,
  outcome,
  events,
});

test('the four busiest meters stand alone, the rest together, what waits on top, and every day has every band', () => {
  const { series, rows } = receivedSeries(
    ['2026-03-01', '2026-03-02'],
    [
      count('2026-03-01', 'a', 50),
      count('2026-03-01', 'b', 40),
      count('2026-03-01', 'c', 30),
      count('2026-03-01', 'd', 20),
      count('2026-03-01', 'e', 5),
      count('2026-03-01', 'f', 6),
      count('2026-03-02', 'b', 1),
      count('2026-03-02', 'a', 7, 'waiting'),
      count('2026-03-02', 'nothing-like-it', 2, 'waiting'),
    ],
  );
  expect(series.map(({ kind, meter, total }) => [kind, meter, total])).toEqual([
    ['meter', 'a', 50],
    ['meter', 'b', 41],
    ['meter', 'c', 30],
    ['meter', 'd', 20],
    ['others', null, 11],
    ['waiting', null, 9],
  ]);
  expect(rows).toEqual([
    { day: '2026-03-01', total: 151, meter0: 50, meter1: 40, meter2: 30, meter3: 20, others: 11, waiting: 0 },
    { day: '2026-03-02', total: 10, meter0: 0, meter1: 1, meter2: 0, meter3: 0, others: 0, waiting: 9 },
  ]);
});

test('bands without an event are left out', () => {
  expect(receivedSeries(['2026-03-01'], [])).toEqual({ series: [], rows: [{ day: '2026-03-01', total: 0 }] });
});
