import { addDays, type CivilDate, compareCivilDate } from '@/lib/domain/period/civil-date';
import { isWorkingDay } from '@/lib/domain/period/working-days';

export type DunningAction = 'remind' | 'warn' | 'restrict' | 'hand_over';

/** So many days after the oldest bill was due. */
export type DunningStage = { afterDays: number; action: DunningAction };

/** Stages in their order: later ones later, and none milder than the one before. */
export type DunningPolicy = {
  /** Below this nobody is written to. */ minimumMinor: bigint;
  stages: readonly DunningStage[];
};

/** An issued bill of which something is open. Gross, in minor units of the account's currency. */
export type DunningItem = { billId: string; dueOn: CivilDate; openMinor: bigint; disputedMinor: bigint };

export type DunningFacts = {
  items: readonly DunningItem[];
  /** How many stages were reached, and the day of the last. */
  stage: number;
  stageOn: CivilDate | null;
  /** Inclusive. */
  pausedUntil: CivilDate | null;
  /** The latest day of a promise to pay that is open; inclusive. */
  promisedUntil: CivilDate | null;
};

export type DunningStep =
  /** Nothing is overdue any more: the round ends, and what was restricted is free. */
  | { kind: 'leave' }
  /** The next stage is reached today. `stage` counts from 1. */
  | { kind: 'notice'; stage: number; action: DunningAction; items: DunningClaim[]; amountMinor: bigint }
  | { kind: 'wait'; because: DunningPause };

/** An overdue bill, and what of it is neither paid nor disputed. */
export type DunningClaim = { billId: string; dueOn: CivilDate; amountMinor: bigint };

export type DunningPause =
  | 'not_overdue'
  | 'disputed'
  | 'below_minimum'
  | 'paused'
  | 'promised'
  | 'weekend'
  | 'too_early'
  | 'last_stage';

/**
 * What dunning does to an account on a day: the next stage, once its days after the oldest due day are over, and never sooner after the stage before
 * than the policy has between them, so that a customer who is found late has as long to answer a warning as any other. What is disputed is claimed
 * from nobody; a pause, a promise and a weekend put everything off. Stages go forward by one until nothing is overdue, and then the round is over.
 * Example: 100.00 due on 1 March of which 30.00 is disputed, reminded after 7 days: on Monday 9 March a reminder of 70.00.
 */
export function dunningStep(
  { minimumMinor, stages }: DunningPolicy,
  facts: DunningFacts,
  today: CivilDate,
): DunningStep {
  const overdue = facts.items.filter(({ dueOn, openMinor }) => dueOn < today && openMinor > 0n);
  if (overdue.length === 0) return facts.stage > 0 ? { kind: 'leave' } : wait('not_overdue');
  const items = claimsOf(overdue);
  if (items.length === 0) return wait('disputed');
  const amountMinor = items.reduce((sum, item) => sum + item.amountMinor, 0n);
  if (amountMinor < minimumMinor) return wait('below_minimum');
  if (facts.pausedUntil !== null && today <= facts.pausedUntil) return wait('paused');
  if (facts.promisedUntil !== null && today <= facts.promisedUntil) return wait('promised');
  const next = stages[facts.stage];
  if (next === undefined) return wait('last_stage');
  if (today < stageDay(stages, facts, items)) return wait('too_early');
  if (!isWorkingDay(today)) return wait('weekend');
  return { kind: 'notice', stage: facts.stage + 1, action: next.action, items, amountMinor };
}

/** What is overdue and not disputed, the oldest first. */
function claimsOf(overdue: readonly DunningItem[]): DunningClaim[] {
  return overdue
    .map(({ billId, dueOn, openMinor, disputedMinor }) => ({
      billId,
      dueOn,
      amountMinor: openMinor - disputedMinor,
    }))
    .filter(({ amountMinor }) => amountMinor > 0n)
    .sort((a, b) => (a.dueOn === b.dueOn ? (a.billId < b.billId ? -1 : 1) : a.dueOn < b.dueOn ? -1 : 1));
}

/** The first day of the next stage. */
function stageDay(
  stages: readonly DunningStage[],
  { stage, stageOn }: Pick<DunningFacts, 'stage' | 'stageOn'>,
  items: readonly DunningClaim[],
): CivilDate {
  const next = stages[stage]!;
  const byAge = addDays(items[0]!.dueOn, next.afterDays);
  const before = stages[stage - 1];
  if (before === undefined || stageOn === null) return byAge;
  const byGap = addDays(stageOn, Math.max(1, next.afterDays - before.afterDays));
  return compareCivilDate(byAge, byGap) > 0 ? byAge : byGap;
}

const wait = (because: DunningPause): DunningStep => ({ kind: 'wait', because });

/** What an account is after a stage: restricted and handed over are for other systems to act on; usage and bills go on. */
export type DunningState = 'none' | 'restricted' | 'handed_over';

export function stateAfter(action: DunningAction, before: DunningState): DunningState {
  if (action === 'hand_over') return 'handed_over';
  return action === 'restrict' && before === 'none' ? 'restricted' : before;
}

/** From the mildest on. */
export const DUNNING_ACTIONS: readonly DunningAction[] = ['remind', 'warn', 'restrict', 'hand_over'];

/** Where a policy is wrong: the index of its first stage that is no later, or milder, than the one before; null: nowhere. */
export function badStage(stages: readonly DunningStage[]): number | null {
  const index = stages.findIndex(({ afterDays, action }, at) => {
    const before = stages[at - 1];
    if (!Number.isInteger(afterDays) || afterDays < 1 || afterDays > 730) return true;
    if (before === undefined) return false;
    return (
      afterDays <= before.afterDays ||
      DUNNING_ACTIONS.indexOf(action) < DUNNING_ACTIONS.indexOf(before.action)
    );
  });
  return index < 0 ? null : index;
}

/** How a promise came out on a day: kept when as much has come in since, broken when its day has passed without. */
export function promiseState(
  { amountMinor, untilOn }: { amountMinor: bigint; untilOn: CivilDate },
  paidSinceMinor: bigint,
  today: CivilDate,
): 'open' | 'kept' | 'broken' {
  if (paidSinceMinor >= amountMinor) return 'kept';
  return today > untilOn ? 'broken' : 'open';
}
