import type { RunAccountFilter } from '@/lib/db/run-account-filter';
import type { HeldAccountRow } from '@/lib/db/run-holds';
import { holdCause } from '@/lib/domain/billing/hold-cause';
import { changeHolds, type HoldDecision, type HoldOutcome } from '@/lib/services/bill-runs/change-holds';
import type { ServiceContext } from '@/lib/services/context';

/**
 * Lets the bills of these accounts go: lifts a person's hold, and overrules a check that had held one, on record with the reason.
 * An error about the bill itself is not a person's to overrule: an account held by that alone stays (`not_releasable`); one that
 * a person held as well loses that hold and stays held by the error. Not held, or issued: `not_held`, `already_issued`.
 */
export const releaseAccounts = (
  ctx: ServiceContext,
  runId: string,
  request: { filter: RunAccountFilter; reason: string },
): Promise<HoldOutcome> => changeHolds(ctx, runId, { verb: 'release', decide }, request);

function decide({ state, said, issues }: HeldAccountRow): HoldDecision {
  if (state === 'issued') {
    return { refusal: { code: 'already_issued', message: 'Its bill is issued already.' } };
  }
  const cause = holdCause(issues, said);
  if (cause === null) return { refusal: { code: 'not_held', message: 'Nothing holds it.' } };
  const remaining = holdCause(issues, null);
  if (said === 'hold') {
    return { said: remaining === 'check' ? 'release' : null, isHeld: remaining === 'integrity' };
  }
  if (cause === 'check') return { said: 'release', isHeld: false };
  const first = issues.find(({ severity }) => severity === 'error')!;
  const message = `Its bill is not whole, and no person can release it: put it right and run again. ${first.message}`;
  return { refusal: { code: 'not_releasable', message } };
}
