import { expect, test } from 'vitest';
import { DEFAULT_DISPUTE_POLICY, disputeDates } from '@/lib/domain/billing/dispute-due';

test('five working days, to the end of the last one where the operator is', () => {
  // Monday 2 March 2026, 23:30 in Warsaw is Monday still; the 9th ends at 23:00Z, so that 23:59 is its last minute.
  expect(disputeDates('2026-03-02T22:30:00Z', 'Europe/Warsaw', DEFAULT_DISPUTE_POLICY)).toEqual({
    answerDueAt: '2026-03-09T22:59:00.000Z',
    remindAt: '2026-03-05T23:00:00Z',
  });
});

test('over the change of the clocks, and without a reminder where there is no day for one', () => {
  expect(
    disputeDates('2026-03-27T12:00:00Z', 'Europe/Warsaw', { answerWorkingDays: 1, remindWorkingDays: 1 }),
  ).toEqual({
    answerDueAt: '2026-03-30T21:59:00.000Z',
    remindAt: null,
  });
});
