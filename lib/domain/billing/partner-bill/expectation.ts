import type { StateTable } from '@/lib/domain/billing/state';

/** What an agreement says becomes of a bill that has not come at the cut-off. */
export type LatePolicy = 'hold' | 'carry_over' | 'estimate';

export type ExpectationState = 'expected' | 'received' | 'held' | 'carried_over' | 'estimated' | 'waived';
export type LateDecision = LatePolicy | 'waive';
export type ExpectationEvent = LateDecision | 'receive' | 'withdraw';

/**
 * What one partner owes one cycle. At the cut-off the agreement's policy decides; a person may decide before, or otherwise, until
 * the bill is there. A bill that is refused or taken back leaves it expected again.
 */
export const EXPECTATION: StateTable<ExpectationState, ExpectationEvent> = {
  noun: 'partner’s bill',
  initial: 'expected',
  moves: {
    expected: {
      receive: 'received',
      hold: 'held',
      carry_over: 'carried_over',
      estimate: 'estimated',
      waive: 'waived',
    },
    held: { receive: 'received', carry_over: 'carried_over', estimate: 'estimated', waive: 'waived' },
    carried_over: { receive: 'received', hold: 'held', estimate: 'estimated', waive: 'waived' },
    estimated: { receive: 'received', hold: 'held', carry_over: 'carried_over', waive: 'waived' },
    waived: { receive: 'received', hold: 'held', carry_over: 'carried_over', estimate: 'estimated' },
    received: { withdraw: 'expected' },
  },
};

const HOUR_MS = 3_600_000;
export const REMINDED_HOURS_BEFORE = [48, 4];

/**
 * How many reminders a partner should have had by now: one 48 hours before the cut-off and one 4 hours before. None is sent after it,
 * and what was missed is not made up for.
 * Example: 3 hours before the cut-off, two.
 */
export function remindersDue(dueAt: string, now: string): number {
  const leftMs = Date.parse(dueAt) - Date.parse(now);
  if (leftMs <= 0) return 0;
  return REMINDED_HOURS_BEFORE.filter((hours) => leftMs <= hours * HOUR_MS).length;
}
