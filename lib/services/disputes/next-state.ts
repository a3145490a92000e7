import { DISPUTE, type DisputeEvent, type DisputeState } from '@/lib/domain/billing/dispute-state';
import { isFinal, transition } from '@/lib/domain/billing/state';
import { conflict } from '@/lib/errors';

/** By the state table alone. Fails: `already_decided`, `wrong_state`. */
export function nextState(state: DisputeState, event: DisputeEvent): DisputeState {
  const next = transition(DISPUTE, state, event);
  if (next.ok) return next.value;
  if (isFinal(DISPUTE, state))
    throw conflict('already_decided', 'This dispute is decided already, and stays decided.');
  throw conflict('wrong_state', next.issues[0]!.message);
}
