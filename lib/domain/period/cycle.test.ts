import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, civilDate, daysBetween } from '@/lib/domain/period/civil-date';
import {
  type CycleFrequency,
  type CycleSpec,
  cyclePeriod,
  cyclePeriodBefore,
  cyclePeriodContaining,
} from '@/lib/domain/period/cycle';

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
  const frequencies: CycleFrequency[] = ['daily', 'weekly', 'monthly', 'quarterly', 'semiannual', 'yearly'];
  const offset = fc.integer({ min: -4000, max: 4000 });
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1500 }),
      fc.constantFrom(...frequencies),
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
