import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, addMonthsClamped, civilDate, daysBetween } from '@/lib/domain/period/civil-date';
import {
  type CycleFrequency,
  type CycleSpec,
  cyclePeriod,
  cyclePeriodBefore,
  cyclePeriodContaining,
  FREQUENCIES,
} from '@/lib/domain/period/cycle';
import { civilDateAt, startOfDayInstant } from '@/lib/domain/period/zone';

const cycle = (anchorOn: string, frequency: CycleFrequency = 'monthly'): CycleSpec => ({
  anchorOn: civilDate(anchorOn),
  frequency,
  timeZone: 'Europe/Warsaw',
});

describe('an anchor on the 31st', () => {
  test('bills on the last day of a short month and returns to the 31st', () => {
    const spec = cycle('2026-01-31');
    expect([0, 1, 2, 3].map((n) => cyclePeriod(spec, n).from)).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
    ]);
    expect(cyclePeriodContaining(spec, civilDate('2026-02-28'))).toEqual({
      n: 1,
      period: { from: '2026-02-28', to: '2026-03-31' },
    });
    expect(cyclePeriodContaining(spec, civilDate('2026-02-27')).n).toBe(0);
  });
});

test.each([
  ['daily', '2026-05-05', '2026-05-06'],
  ['weekly', '2026-04-30', '2026-05-07'],
  ['monthly', '2026-05-01', '2026-06-01'],
  ['quarterly', '2026-04-01', '2026-07-01'],
  ['semiannual', '2026-01-01', '2026-07-01'],
  ['yearly', '2026-01-01', '2027-01-01'],
] as const)('the %s period of 5 May 2026', (frequency, from, to) => {
  expect(cyclePeriodContaining(cycle('2026-01-01', frequency), civilDate('2026-05-05')).period).toEqual({
    from,
    to,
  });
});

test('the period before, and before the anchor', () => {
  const spec = cycle('2026-01-15');
  expect(cyclePeriodBefore(spec, civilDate('2026-03-01')).period).toEqual({
    from: '2026-01-15',
    to: '2026-02-15',
  });
  expect(cyclePeriodBefore(spec, civilDate('2026-01-20'))).toEqual({
    n: -1,
    period: { from: '2025-12-15', to: '2026-01-15' },
  });
});

test('periods of any cycle touch and every day is in exactly its own', () => {
  const offset = fc.integer({ min: -4000, max: 4000 });
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1500 }),
      fc.constantFrom(...FREQUENCIES),
      offset,
      (anchorDay, frequency, days) => {
        const spec = cycle(addDays(civilDate('2023-01-01'), anchorDay), frequency);
        const date = addDays(spec.anchorOn, days);
        const { n, period } = cyclePeriodContaining(spec, date);
        expect(period.from <= date && date < period.to).toBe(true);
        expect(cyclePeriod(spec, n + 1).from).toBe(period.to);
        expect(daysBetween(period.from, period.to)).toBeGreaterThan(0);
      },
    ),
  );
});

describe('instants', () => {
  // Clocks change at midnight here (Cairo, Santiago, Beirut, Havana, Asunción), or by half an hour (Lord Howe).
  const zones = [
    'Europe/Warsaw',
    'America/New_York',
    'Africa/Cairo',
    'America/Santiago',
    'Asia/Beirut',
    'America/Havana',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'UTC',
  ];

  test('periods touch in every zone, and each begins with its own first day', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom(...FREQUENCIES),
        fc.integer({ min: 0, max: 400 }),
        fc.integer({ min: -30, max: 700 }),
        (timeZone, frequency, anchorDay, n) => {
          const spec = { ...cycle(addDays(civilDate('2024-01-01'), anchorDay), frequency), timeZone };
          const { from, to } = cyclePeriod(spec, n);
          const [fromAt, toAt] = [startOfDayInstant(from, timeZone), startOfDayInstant(to, timeZone)];
          expect(fromAt < toAt).toBe(true);
          expect(civilDateAt(fromAt, timeZone)).toBe(from);
          const lastMoment = new Date(Date.parse(toAt) - 1).toISOString();
          expect(civilDateAt(lastMoment, timeZone)).toBe(addDays(to, -1));
          expect(cyclePeriodContaining(spec, civilDateAt(lastMoment, timeZone)).n).toBe(n);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a month with a clock change is an hour longer or shorter', () => {
    const hours = (n: number) => {
      const { from, to } = cyclePeriod(cycle('2026-01-01'), n);
      const start = (date: typeof from) => Date.parse(startOfDayInstant(date, 'Europe/Warsaw'));
      return (start(to) - start(from)) / 3_600_000;
    };
    expect([hours(2), hours(9), hours(3)]).toEqual([31 * 24 - 1, 31 * 24 + 1, 30 * 24]);
  });

  test.each([29, 30, 31])('an anchor on day %i bills on it wherever the month has it', (day) => {
    const spec = cycle(`2024-01-${day}`);
    for (let n = 0; n < 48; n += 1) {
      const { from } = cyclePeriod(spec, n);
      const lastOfMonth = Number(
        addDays(addMonthsClamped(civilDate(`${from.slice(0, 7)}-01`), 1), -1).slice(8),
      );
      expect(Number(from.slice(8))).toBe(Math.min(day, lastOfMonth));
    }
  });

  test('a yearly cycle of 29 February bills on the 28th in between', () => {
    const spec = cycle('2024-02-29', 'yearly');
    expect([1, 2, 3, 4].map((n) => cyclePeriod(spec, n).from)).toEqual([
      '2025-02-28',
      '2026-02-28',
      '2027-02-28',
      '2028-02-29',
    ]);
  });
});
