import { BILL_CYCLE, type BillCycleEvent, type BillCycleState, transition } from '@/lib/domain/billing/state';

/** Where a run may bring its cycle. */
export type CycleGoal = 'collecting' | 'rating' | 'review' | 'approved' | 'issued';

/**
 * The cycle's state after the events that lead from `state` to `goal`, each by the state table. An issued or closed cycle stays
 * as it is: a later run for accounts that were held adds bills to it and reopens nothing.
 */
export function cycleStateTowards(state: BillCycleState, goal: CycleGoal): BillCycleState {
  let current = state;
  for (const event of pathTo(goal, state)) {
    const moved = transition(BILL_CYCLE, current, event);
    if (!moved.ok) throw new Error(moved.issues.map(({ message }) => message).join(' '));
    current = moved.value;
  }
  return current;
}

function pathTo(goal: CycleGoal, state: BillCycleState): readonly BillCycleEvent[] {
  if (state === goal || state === 'issued' || state === 'closed') return [];
  const index = ORDER.indexOf(state);
  if (ORDER.indexOf(goal) > index) return FORWARD.slice(index, ORDER.indexOf(goal));
  const back: BillCycleEvent[] = state === 'approved' ? ['withdraw', 'rerun'] : ['rerun'];
  return [...back, ...FORWARD.slice(1, ORDER.indexOf(goal))];
}

const ORDER: readonly BillCycleState[] = [
  'open',
  'collecting',
  'rating',
  'consolidating',
  'review',
  'approved',
  'issued',
];
const FORWARD: readonly BillCycleEvent[] = ['collect', 'rate', 'consolidate', 'present', 'approve', 'issue'];
