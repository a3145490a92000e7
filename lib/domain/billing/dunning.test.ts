import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  badStage,
  type DunningFacts,
  type DunningPolicy,
  dunningStep,
  promiseState,
  stateAfter,
} from '@/lib/domain/billing/dunning';
import { addDays, civilDate, daysBetween } from '@/lib/domain/period/civil-date';
import { isWorkingDay } from '@/lib/domain/period/working-days';

const POLICY: DunningPolicy = {
  minimumMinor: 1_000n,
  stages: [
    { afterDays: 7, action: 'remind' },
    { afterDays: 14, action: 'warn' },
    { afterDays: 30, action: 'restrict' },
    { afterDays: 60, action: 'hand_over' },
  ],
};
const fresh: DunningFacts = { items: [], stage: 0, stageOn: null, pausedUntil: null, promisedUntil: null };
const item = (dueOn: string, open: bigint, disputed = 0n) => ({
  ...{ billId: dueOn, dueOn: civilDate(dueOn), openMinor: open, disputedMinor: disputed },
});
const on = (day: string, facts: Partial<DunningFacts>) =>
  dunningStep(POLICY, { ...fresh, ...facts }, civilDate(day));

test('a reminder is of what is overdue and not disputed, on the first working day after its days', () => {
  const items = [item('2026-03-01', 10_000n, 3_000n), item('2026-03-20', 5_000n)];
  expect(on('2026-03-07', { items })).toEqual({ kind: 'wait', because: 'too_early' });
  // The eighth is a Sunday.
  expect(on('2026-03-08', { items })).toEqual({ kind: 'wait', because: 'weekend' });
  expect(on('2026-03-09', { items })).toMatchObject({
    kind: 'notice',
    stage: 1,
    action: 'remind',
    amountMinor: 7_000n,
  });
  expect(on('2026-03-23', { items })).toMatchObject({ amountMinor: 12_000n });
});

test('who is found late goes through the stages one by one, with the days between them', () => {
  const items = [item('2026-01-01', 10_000n)];
  expect(on('2026-05-04', { items })).toMatchObject({ stage: 1, action: 'remind' });
  const reminded = { items, stage: 1, stageOn: civilDate('2026-05-04') };
  expect(on('2026-05-08', reminded)).toEqual({ kind: 'wait', because: 'too_early' });
  expect(on('2026-05-11', reminded)).toMatchObject({ stage: 2, action: 'warn' });
  expect(on('2026-05-11', { ...reminded, stage: 4 })).toEqual({ kind: 'wait', because: 'last_stage' });
});

test.each<[string, Partial<DunningFacts>, string]>([
  ['all of it disputed', { items: [item('2026-01-01', 9_000n, 9_000n)], stage: 2 }, 'disputed'],
  ['below the minimum', { items: [item('2026-01-01', 999n)] }, 'below_minimum'],
  [
    'paused to this day',
    { items: [item('2026-01-01', 9_000n)], pausedUntil: civilDate('2026-03-09') },
    'paused',
  ],
  [
    'promised to this day',
    { items: [item('2026-01-01', 9_000n)], promisedUntil: civilDate('2026-03-09') },
    'promised',
  ],
  ['due today', { items: [item('2026-03-09', 9_000n)] }, 'not_overdue'],
])('%s waits', (_, facts, because) => {
  expect(on('2026-03-09', facts)).toEqual({ kind: 'wait', because });
});

test('what is paid leaves, and a promise is broken by the day after it', () => {
  expect(on('2026-03-09', { stage: 3 })).toEqual({ kind: 'leave' });
  const promise = { amountMinor: 5_000n, untilOn: civilDate('2026-03-09') };
  expect(promiseState(promise, 5_000n, civilDate('2026-03-12'))).toBe('kept');
  expect(promiseState(promise, 4_999n, civilDate('2026-03-09'))).toBe('open');
  expect(promiseState(promise, 4_999n, civilDate('2026-03-10'))).toBe('broken');
  expect(stateAfter('remind', 'restricted')).toBe('restricted');
  expect(stateAfter('hand_over', 'restricted')).toBe('handed_over');
});

test('a policy goes later and never milder', () => {
  expect(badStage(POLICY.stages)).toBeNull();
  expect(
    badStage([
      { afterDays: 7, action: 'warn' },
      { afterDays: 9, action: 'remind' },
    ]),
  ).toBe(1);
  expect(
    badStage([
      { afterDays: 7, action: 'warn' },
      { afterDays: 7, action: 'warn' },
    ]),
  ).toBe(1);
  expect(badStage([{ afterDays: 0, action: 'warn' }])).toBe(0);
});

test('over any story of days, payments and disputes: no notice for nothing overdue, stages by one, never on a weekend, none sooner than the policy has', () => {
  const event = fc.record({
    day: fc.integer({ min: 0, max: 150 }),
    bill: fc.integer({ min: 0, max: 2 }),
    open: fc.bigInt({ min: 0n, max: 20_000n }),
    disputed: fc.bigInt({ min: 0n, max: 20_000n }),
  });
  fc.assert(
    fc.property(
      fc.array(event, { maxLength: 12 }),
      fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 3, maxLength: 3 }),
      (events, dues) => {
        const start = civilDate('2026-01-01');
        let facts: DunningFacts = {
          ...fresh,
          items: dues.map((due, index) => ({ ...item(addDays(start, due), 10_000n), billId: String(index) })),
        };
        for (let n = 0; n <= 150; n += 1) {
          const today = addDays(start, n);
          for (const { bill, open, disputed } of events.filter(({ day }) => day === n)) {
            const items = facts.items.map((each, index) =>
              index === bill
                ? {
                    ...each,
                    openMinor: open,
                    disputedMinor: [disputed, open].sort((a, b) => (a < b ? -1 : 1))[0]!,
                  }
                : each,
            );
            facts = { ...facts, items };
          }
          const step = dunningStep(POLICY, facts, today);
          if (step.kind === 'leave') facts = { ...facts, stage: 0, stageOn: null };
          if (step.kind !== 'notice') continue;
          const claimed = facts.items
            .filter(({ dueOn }) => dueOn < today)
            .reduce((sum, each) => sum + each.openMinor - each.disputedMinor, 0n);
          expect(step.amountMinor).toBe(claimed);
          expect(step.amountMinor).toBeGreaterThanOrEqual(POLICY.minimumMinor);
          expect(isWorkingDay(today)).toBe(true);
          expect(step.stage).toBe(facts.stage + 1);
          const { afterDays } = POLICY.stages[facts.stage]!;
          expect(daysBetween(step.items[0]!.dueOn, today)).toBeGreaterThanOrEqual(afterDays);
          if (facts.stageOn)
            expect(daysBetween(facts.stageOn, today)).toBeGreaterThanOrEqual(
              afterDays - POLICY.stages[facts.stage - 1]!.afterDays,
            );
          facts = { ...facts, stage: step.stage, stageOn: today };
          expect(dunningStep(POLICY, facts, today).kind).toBe('wait');
        }
      },
    ),
    { numRuns: 150 },
  );
});
