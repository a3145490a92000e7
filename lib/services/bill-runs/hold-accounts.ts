import type { RunAccountFilter } from '@/lib/db/run-account-filter';
import type { HeldAccountRow } from '@/lib/db/run-holds';
import { changeHolds, type HoldDecision, type HoldOutcome } from '@/lib/services/bill-runs/change-holds';
import type { ServiceContext } from '@/lib/services/context';

/**
 * Keeps the bills of these accounts back for the run's cycle: computed and shown, and not issued until somebody releases them.
 * Re-runs keep the hold. Left as they are: accounts whose bill is issued (`already_issued`), and those that a person holds
 * already (`already_held`), whose first reason stands.
 */
export const holdAccounts = (
  ctx: ServiceContext,
  runId: string,
  request: { filter: RunAccountFilter; reason: string },
): Promise<HoldOutcome> => changeHolds(ctx, runId, { verb: 'hold', decide }, request);

function decide({ state, said }: HeldAccountRow): HoldDecision {
  if (state === 'issued') {
    const message = 'Its bill is issued: a correction is a new document, not a hold.';
    return { refusal: { code: 'already_issued', message } };
  }
  if (said === 'hold') {
    return { refusal: { code: 'already_held', message: 'A person holds it already, with a reason.' } };
  }
  return { said: 'hold', isHeld: true };
}
