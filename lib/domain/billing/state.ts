import { errorIssue, fail, ok, type Result } from '@/lib/domain/money/issue';

export type StateTable<S extends string, E extends string> = {
  readonly noun: string;
  readonly initial: S;
  readonly moves: { readonly [state in S]: { readonly [event in E]?: S } };
};

/**
 * The state after an event, by the table alone. Fails with `wrong_state` when the event does not apply, naming what does.
 * Example: transition(BILL, 'draft', 'approve') is approved; transition(BILL, 'issued', 'approve') fails.
 */
export function transition<S extends string, E extends string>(
  table: StateTable<S, E>,
  state: S,
  event: E,
): Result<S> {
  const moves: { readonly [event in E]?: S } | undefined = table.moves[state];
  if (moves === undefined) throw new Error(`A ${table.noun} cannot be in state "${state}"`);
  const next = moves[event];
  if (next !== undefined) return ok(next);
  const possible = Object.keys(moves).join(', ') || 'nothing, the state is final';
  return fail(
    errorIssue(
      'wrong_state',
      'state',
      `A ${table.noun} that is ${words(state)} does not take "${words(event)}". Possible now: ${words(possible)}.`,
    ),
  );
}

/** Whether nothing can follow. */
export function isFinal<S extends string, E extends string>(table: StateTable<S, E>, state: S): boolean {
  return Object.keys(table.moves[state]).length === 0;
}

function words(name: string): string {
  return name.replaceAll('_', ' ');
}

export type BillCycleState =
  | 'open'
  | 'collecting'
  | 'rating'
  | 'consolidating'
  | 'review'
  | 'approved'
  | 'issued'
  | 'closed';
export type BillCycleEvent =
  | 'collect'
  | 'rate'
  | 'consolidate'
  | 'present'
  | 'rerun'
  | 'approve'
  | 'withdraw'
  | 'issue'
  | 'close';

/** Up to issue a cycle may go round again; what is issued is only ever corrected by new documents. */
export const BILL_CYCLE: StateTable<BillCycleState, BillCycleEvent> = {
  noun: 'bill cycle',
  initial: 'open',
  moves: {
    open: { collect: 'collecting' },
    collecting: { rate: 'rating' },
    rating: { consolidate: 'consolidating', rerun: 'collecting' },
    consolidating: { present: 'review', rerun: 'collecting' },
    review: { approve: 'approved', rerun: 'collecting' },
    approved: { issue: 'issued', withdraw: 'review' },
    issued: { close: 'closed' },
    closed: {},
  },
};

export type BillRunState =
  | 'queued'
  | 'running'
  | 'paused'
  | 'review'
  | 'issuing_cohort'
  | 'approved'
  | 'issuing'
  | 'issued'
  | 'cancelled'
  | 'failed';
export type BillRunEvent =
  | 'start'
  | 'pause'
  | 'resume'
  | 'complete'
  | 'issue_cohort'
  | 'review_rest'
  | 'approve'
  | 'issue'
  | 'finish'
  | 'cancel'
  | 'fail';

/**
 * Cancelling ends with approval: an issue that has begun must reach its end, by itself after a crash. A part of the accounts may
 * be issued before the rest, any number of parts side by side; when the last of them is through, the rest is in review again.
 */
export const BILL_RUN: StateTable<BillRunState, BillRunEvent> = {
  noun: 'bill run',
  initial: 'queued',
  moves: {
    queued: { start: 'running', cancel: 'cancelled', fail: 'failed' },
    running: { pause: 'paused', complete: 'review', cancel: 'cancelled', fail: 'failed' },
    paused: { resume: 'running', cancel: 'cancelled' },
    review: { approve: 'approved', issue_cohort: 'issuing_cohort', cancel: 'cancelled' },
    issuing_cohort: { issue_cohort: 'issuing_cohort', review_rest: 'review', finish: 'issued' },
    approved: { issue: 'issuing', cancel: 'cancelled' },
    issuing: { finish: 'issued' },
    issued: {},
    cancelled: {},
    failed: { resume: 'running', cancel: 'cancelled' },
  },
};

export type RunAccountState = 'pending' | 'done' | 'held' | 'issued';
export type RunAccountEvent = 'bill' | 'hold' | 'release' | 'issue' | 'skip';

/** An account within a run. A held one waits for a person or for the next run; one whose bill is issued already is skipped. */
export const RUN_ACCOUNT: StateTable<RunAccountState, RunAccountEvent> = {
  noun: 'billing account',
  initial: 'pending',
  moves: {
    pending: { bill: 'done', hold: 'held', skip: 'issued' },
    done: { hold: 'held', issue: 'issued' },
    held: { release: 'done' },
    issued: {},
  },
};

export type RunCohortState = 'approved' | 'issuing' | 'issued';
export type RunCohortEvent = 'begin' | 'finish';

/** A part of a run; there is no way back, because its first bill may have its number. */
export const RUN_COHORT: StateTable<RunCohortState, RunCohortEvent> = {
  noun: 'cohort',
  initial: 'approved',
  moves: {
    approved: { begin: 'issuing' },
    issuing: { finish: 'issued' },
    issued: {},
  },
};

export type BillState = 'draft' | 'held' | 'approved' | 'issued' | 'cancelled';
export type BillEvent = 'hold' | 'release' | 'rewrite' | 'approve' | 'withdraw' | 'issue' | 'cancel';

/** Paid, part paid and credited are not states: they are what the ledger says of an issued bill. */
export const BILL: StateTable<BillState, BillEvent> = {
  noun: 'bill',
  initial: 'draft',
  moves: {
    draft: { rewrite: 'draft', hold: 'held', approve: 'approved', cancel: 'cancelled' },
    held: { rewrite: 'draft', release: 'draft', cancel: 'cancelled' },
    approved: { withdraw: 'draft', hold: 'held', issue: 'issued' },
    issued: {},
    cancelled: {},
  },
};

export type PartnerBillState =
  | 'expected'
  | 'received'
  | 'validated'
  | 'accepted'
  | 'rejected'
  | 'late'
  | 'estimated'
  | 'replaced';
export type PartnerBillEvent =
  | 'receive'
  | 'validate'
  | 'accept'
  | 'recycle'
  | 'reject'
  | 'replace'
  | 'miss'
  | 'estimate';

/**
 * A bill that comes after its estimate is received like any other; the difference is billed as a true-up. A bill is replaced once
 * its correction is accepted, not before: until then it stands.
 */
export const PARTNER_BILL: StateTable<PartnerBillState, PartnerBillEvent> = {
  noun: 'partner bill',
  initial: 'expected',
  moves: {
    expected: { receive: 'received', miss: 'late' },
    received: { validate: 'validated', reject: 'rejected' },
    // Validating again follows a new mapping, rate or agreement.
    validated: { validate: 'validated', accept: 'accepted', reject: 'rejected', replace: 'replaced' },
    // Lines that waited (for a mapping, a rate, the next cycle) join an accepted bill later.
    accepted: { recycle: 'accepted', replace: 'replaced' },
    rejected: { receive: 'received' },
    late: { receive: 'received', estimate: 'estimated' },
    estimated: { receive: 'received' },
    replaced: {},
  },
};
