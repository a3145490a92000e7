import { describe, expect, test } from 'vitest';
import type { BillCycleState } from '@/lib/domain/billing/state';
import { type CycleGoal, cycleStateTowards } from '@/lib/services/bill-runs/cycle-path';

describe('a run brings its cycle', () => {
  const under: BillCycleState[] = ['open', 'collecting', 'rating', 'consolidating', 'review', 'approved'];

  test.each<CycleGoal>(['collecting', 'rating', 'review', 'approved', 'issued'])(
    'from any state before issue to %s',
    (goal) => {
      for (const state of under) expect(cycleStateTowards(state, goal), state).toBe(goal);
    },
  );

  test('never back from issued or closed', () => {
    for (const goal of ['collecting', 'rating', 'review'] as const) {
      expect(cycleStateTowards('issued', goal)).toBe('issued');
      expect(cycleStateTowards('closed', goal)).toBe('closed');
    }
  });
});
