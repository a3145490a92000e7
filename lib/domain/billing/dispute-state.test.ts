import { expect, test } from 'vitest';
import {
  DECIDED_DISPUTE_STATES,
  DISPUTE,
  type DisputeEvent,
  type DisputeState,
  OPEN_DISPUTE_STATES,
} from '@/lib/domain/billing/dispute-state';
import { isFinal, transition } from '@/lib/domain/billing/state';

const states = Object.keys(DISPUTE.moves) as DisputeState[];
const events: DisputeEvent[] = [
  'route',
  'keep',
  'answer',
  'escalate',
  'accept',
  'accept_part',
  'reject',
  'withdraw',
];
const after = (state: DisputeState, event: DisputeEvent) => {
  const next = transition(DISPUTE, state, event);
  return next.ok ? next.value : null;
};

test('every state is open, decided, or the one in which a dispute begins', () => {
  expect([...states].sort()).toEqual(['raised', ...OPEN_DISPUTE_STATES, ...DECIDED_DISPUTE_STATES].sort());
  expect(states.filter((state) => isFinal(DISPUTE, state)).sort()).toEqual(
    [...DECIDED_DISPUTE_STATES].sort(),
  );
});

test('while it is open it can be decided in each way, and never goes back to where nobody has looked at it', () => {
  for (const state of OPEN_DISPUTE_STATES) {
    expect(after(state, 'accept')).toBe('accepted');
    expect(after(state, 'accept_part')).toBe('part_accepted');
    expect(after(state, 'reject')).toBe('rejected');
    expect(after(state, 'withdraw')).toBe('withdrawn');
    for (const event of events)
      expect(['raised', 'with_partner', 'with_operator']).not.toContain(after(state, event));
  }
});

test('a partner answers its own lines only, late as well, and is called once', () => {
  expect(after('with_operator', 'answer')).toBeNull();
  expect(after('escalated', 'answer')).toBe('answered');
  expect(after('escalated', 'escalate')).toBeNull();
  expect(after('answered', 'escalate')).toBeNull();
});
