import { describe, expect, test } from 'vitest';
import {
  BILL,
  BILL_CYCLE,
  BILL_RUN,
  isFinal,
  PARTNER_BILL,
  RUN_ACCOUNT,
  RUN_COHORT,
  transition,
} from '@/lib/domain/billing/state';

/** Follows events from the table's first state; null when one of them is refused. */
function follow(table: Parameters<typeof transition>[0], events: readonly string[]): string | null {
  let state = table.initial;
  for (const event of events) {
    const result = transition(table, state, event);
    if (!result.ok) return null;
    state = result.value;
  }
  return state;
}

describe('bill cycle', () => {
  const review = ['collect', 'rate', 'consolidate', 'present'];
  test('from open to closed', () => {
    expect(follow(BILL_CYCLE, [...review, 'approve', 'issue', 'close'])).toBe('closed');
  });
  test('runs again until it is issued, never after', () => {
    expect(follow(BILL_CYCLE, [...review, 'rerun', 'rate'])).toBe('rating');
    expect(follow(BILL_CYCLE, [...review, 'approve', 'withdraw'])).toBe('review');
    expect(follow(BILL_CYCLE, [...review, 'approve', 'issue', 'rerun'])).toBeNull();
  });
  test('is not issued without approval', () => expect(follow(BILL_CYCLE, [...review, 'issue'])).toBeNull());
});

describe('bill run', () => {
  test.each([
    [['start', 'complete', 'approve', 'issue', 'finish'], 'issued'],
    [['start', 'pause', 'resume', 'complete'], 'review'],
    [['start', 'fail', 'resume'], 'running'],
    [['cancel'], 'cancelled'],
    [['start', 'complete', 'approve', 'issue', 'cancel'], null],
    [['start', 'pause', 'complete'], null],
    [['start', 'complete', 'issue_cohort', 'issue_cohort', 'review_rest', 'approve'], 'approved'],
    [['start', 'complete', 'issue_cohort', 'finish'], 'issued'],
    [['start', 'complete', 'issue_cohort', 'cancel'], null],
    [['start', 'complete', 'issue_cohort', 'approve'], null],
  ])('%s → %s', (events, state) => expect(follow(BILL_RUN, events)).toBe(state));
});

test('an account within a run is held and released until it is issued', () => {
  expect(follow(RUN_ACCOUNT, ['hold', 'release', 'hold', 'release', 'issue'])).toBe('issued');
  expect(follow(RUN_ACCOUNT, ['hold', 'issue'])).toBeNull();
  expect(follow(RUN_ACCOUNT, ['bill', 'issue', 'hold'])).toBeNull();
});

test('a cohort has one way', () => {
  expect(follow(RUN_COHORT, ['begin', 'finish'])).toBe('issued');
  expect(follow(RUN_COHORT, ['finish'])).toBeNull();
});

describe('bill', () => {
  test.each([
    [['approve', 'issue'], 'issued'],
    [['hold', 'rewrite', 'approve'], 'approved'],
    [['hold', 'approve'], null],
    [['issue'], null],
    [['approve', 'issue', 'cancel'], null],
  ])('%s → %s', (events, state) => expect(follow(BILL, events)).toBe(state));
});

describe('partner bill', () => {
  test.each([
    [['receive', 'validate', 'accept', 'recycle'], 'accepted'],
    [['receive', 'validate', 'reject', 'receive'], 'received'],
    [['miss', 'estimate', 'receive', 'validate', 'accept'], 'accepted'],
    [['miss', 'receive'], 'received'],
    [['accept'], null],
    [['receive', 'validate', 'accept', 'reject'], null],
  ])('%s → %s', (events, state) => expect(follow(PARTNER_BILL, events)).toBe(state));
});

test('a refusal names the state, the event and what is possible', () => {
  expect(transition(BILL_CYCLE, 'approved', 'close').issues).toEqual([
    {
      code: 'wrong_state',
      severity: 'error',
      path: 'state',
      message: 'A bill cycle that is approved does not take "close". Possible now: issue, withdraw.',
    },
  ]);
  expect(transition(BILL, 'issued', 'hold').issues[0]?.message).toContain('the state is final');
});

test('a state that is not in the table is a fault, not an outcome', () => {
  expect(() => follow({ ...BILL, initial: 'lost' } as never, ['issue'])).toThrow('cannot be in state "lost"');
});

test('every state can be reached, and only the ends are final', () => {
  for (const table of [BILL_CYCLE, BILL_RUN, RUN_ACCOUNT, RUN_COHORT, BILL, PARTNER_BILL]) {
    const moves = table.moves as Record<string, Record<string, string>>;
    const reached = new Set([table.initial, ...Object.values(moves).flatMap((row) => Object.values(row))]);
    expect([...reached].sort()).toEqual(Object.keys(moves).sort());
  }
  expect(isFinal(BILL, 'issued')).toBe(true);
  expect(isFinal(BILL, 'held')).toBe(false);
});
