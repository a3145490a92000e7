import { expect, test } from 'vitest';
import { EXPECTATION, remindersDue } from '@/lib/domain/billing/partner-bill/expectation';
import { transition } from '@/lib/domain/billing/state';

const DUE = '2026-12-05T23:00:00Z';

test.each([
  ['2026-12-01T00:00:00Z', 0],
  ['2026-12-03T22:59:59Z', 0],
  ['2026-12-03T23:00:00Z', 1],
  ['2026-12-05T18:59:00Z', 1],
  ['2026-12-05T19:00:00Z', 2],
  ['2026-12-05T22:59:59Z', 2],
  ['2026-12-05T23:00:00Z', 0],
  ['2027-01-01T00:00:00Z', 0],
])('at %s a partner should have had %i reminders', (now, count) => {
  expect(remindersDue(DUE, now)).toBe(count);
});

test('what came is not late any more, and nobody decides about it', () => {
  for (const state of ['expected', 'held', 'carried_over', 'estimated', 'waived'] as const) {
    expect(transition(EXPECTATION, state, 'receive')).toMatchObject({ ok: true, value: 'received' });
  }
  expect(transition(EXPECTATION, 'received', 'estimate').ok).toBe(false);
  expect(transition(EXPECTATION, 'received', 'withdraw')).toMatchObject({ ok: true, value: 'expected' });
});
