import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, civilDate } from '@/lib/domain/period/civil-date';
import type { CycleSpec } from '@/lib/domain/period/cycle';
import type { Period } from '@/lib/domain/period/period';
import { creditUnusedDays, prorate, prorationShares } from '@/lib/domain/period/proration';

const monthlyFrom = (anchorOn: string): CycleSpec => ({
  anchorOn: civilDate(anchorOn),
  frequency: 'monthly',
  timeZone: 'UTC',
});
const period = (from: string, to: string): Period => ({ from: civilDate(from), to: civilDate(to) });
const daysOf = (spec: CycleSpec, fragment: Period) =>
  prorationShares(spec, fragment).map(({ activeDays, periodDays }) => [activeDays, periodDays]);

describe('killbill-docs: a share of days of the real full period', () => {
  test('24.95, cycle day 25, 16 to 25 September is 9 of the 31 days from 25 August: 7.24', () => {
    const shares = prorationShares(monthlyFrom('2026-01-25'), period('2026-09-16', '2026-09-25'));
    expect(shares).toHaveLength(1);
    expect(shares[0]).toMatchObject({
      period: { from: '2026-08-25', to: '2026-09-25' },
      activeDays: 9,
      periodDays: 31,
    });
    expect(prorate(2495n, 9, 31)).toBe(724n);
  });

  test('17.95 for 20 of 30 days is 11.97', () => {
    expect(prorate(1795n, 20, 30)).toBe(1197n);
  });

  test('23 February to 15 March 2024 is 21 of 29 days', () => {
    expect(daysOf(monthlyFrom('2024-01-15'), period('2024-02-23', '2024-03-15'))).toEqual([[21, 29]]);
  });
});

test('a fragment over several periods is cut at their bounds', () => {
  expect(daysOf(monthlyFrom('2026-01-31'), period('2026-02-10', '2026-04-10'))).toEqual([
    [18, 28],
    [31, 31],
    [10, 30],
  ]);
  expect(prorationShares(monthlyFrom('2026-01-31'), period('2026-02-10', '2026-02-10'))).toEqual([]);
});

describe('cancel and change in mid-period', () => {
  const april = period('2026-04-01', '2026-05-01');

  test('the unused days of an advance charge come back', () => {
    expect(creditUnusedDays(3000n, april, civilDate('2026-04-11'))).toBe(-2000n);
    expect(creditUnusedDays(3000n, april, civilDate('2026-05-01'))).toBe(0n);
    expect(creditUnusedDays(3000n, april, civilDate('2026-06-01'))).toBe(0n);
    expect(creditUnusedDays(3000n, april, civilDate('2026-04-01'))).toBe(-3000n);
    expect(creditUnusedDays(3000n, april, civilDate('2026-03-01'))).toBe(-3000n);
  });

  test('an upgrade on the 11th from 30.00 to 60.00: the day of change belongs to the new plan', () => {
    const changeOn = civilDate('2026-04-11');
    const credit = creditUnusedDays(3000n, april, changeOn);
    const [share] = prorationShares(monthlyFrom('2026-04-01'), { from: changeOn, to: april.to });
    const charge = prorate(6000n, share!.activeDays, share!.periodDays);
    expect([credit, charge, credit + charge]).toEqual([-2000n, 4000n, 2000n]);
  });

  test('what was charged for a part of the period comes back by the days of that part', () => {
    expect(creditUnusedDays(724n, period('2026-09-16', '2026-09-25'), civilDate('2026-09-19'))).toBe(-483n);
  });
});

test('a whole period is the whole amount, and the sign turns the share', () => {
  fc.assert(
    fc.property(fc.bigInt(), fc.integer({ min: 1, max: 366 }), fc.nat({ max: 366 }), (amount, days, some) => {
      const active = Math.min(days, some);
      expect(prorate(amount, days, days)).toBe(amount);
      expect(prorate(-amount, active, days)).toBe(-prorate(amount, active, days));
    }),
  );
});

test('the shares of any fragment count every day of it once', () => {
  fc.assert(
    fc.property(fc.nat({ max: 400 }), fc.nat({ max: 400 }), fc.nat({ max: 400 }), (anchor, start, length) => {
      const base = civilDate('2024-01-01');
      const from = addDays(base, start);
      const shares = prorationShares(monthlyFrom(addDays(base, anchor)), { from, to: addDays(from, length) });
      expect(shares.reduce((days, { activeDays }) => days + activeDays, 0)).toBe(length);
      for (const { activeDays, periodDays } of shares) expect(activeDays).toBeLessThanOrEqual(periodDays);
    }),
  );
});

test('more days than the period has throw', () => {
  expect(() => prorate(100n, 32, 31)).toThrow('32 of 31');
  expect(() => prorate(100n, 0, 0)).toThrow('0 of 0');
});
