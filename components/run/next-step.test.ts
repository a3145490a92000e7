import { describe, expect, test } from 'vitest';
import { currentStage, type RunStep, runSteps, STAGES } from '@/components/run/next-step';
import { BILL_RUN, type BillRunEvent, type BillRunState } from '@/lib/domain/billing/state';

const phases = Object.keys(BILL_RUN.moves) as BillRunState[];

/** The event behind each step that acts on a run; starting a run makes a new one. */
const eventOf: Partial<Record<RunStep, BillRunEvent>> = {
  pause: 'pause',
  resume: 'resume',
  approve: 'approve',
  issue: 'issue',
  cancel: 'cancel',
};

describe('runSteps', () => {
  test('nothing can be run before its period is over', () => {
    expect(runSteps({ hasEnded: false, run: null })).toEqual({ next: null, others: [] });
  });

  test('a cycle without a run is run next, or tried dry', () => {
    expect(runSteps({ hasEnded: true, run: null })).toEqual({ next: 'run', others: ['dryRun'] });
  });

  test('after an issue with held accounts the next step is another run; without, there is none', () => {
    const issued = { phase: 'issued', dryRun: false, ready: 0 } as const;
    expect(runSteps({ hasEnded: true, run: { ...issued, held: 2 } }).next).toBe('run');
    expect(runSteps({ hasEnded: true, run: { ...issued, held: 0 } }).next).toBeNull();
  });

  test('when every account is held there is nothing to approve: run again once that is put right', () => {
    const review = { phase: 'review', dryRun: false, held: 3 } as const;
    expect(runSteps({ hasEnded: true, run: { ...review, ready: 0 } }).next).toBe('run');
    expect(runSteps({ hasEnded: true, run: { ...review, ready: 1 } }).next).toBe('approve');
  });

  test.each(phases.flatMap((phase) => [false, true].map((dryRun) => [phase, dryRun] as const)))(
    '%s (dry: %s) offers only what the state table takes, nothing twice, and no approval of a dry run',
    (phase, dryRun) => {
      const { next, others } = runSteps({ hasEnded: true, run: { phase, dryRun, held: 0, ready: 1 } });
      const offered = [...(next ? [next] : []), ...others];
      expect(new Set(offered).size).toBe(offered.length);
      for (const step of offered) {
        const event = eventOf[step];
        if (event) expect(Object.keys(BILL_RUN.moves[phase])).toContain(event);
        if (dryRun) expect(['approve', 'issue']).not.toContain(step);
      }
    },
  );

  test('a new run is not offered while one is under way', () => {
    for (const phase of ['queued', 'running', 'paused', 'issuing_cohort', 'issuing'] as const) {
      const { next, others } = runSteps({ hasEnded: true, run: { phase, dryRun: false, held: 0, ready: 1 } });
      expect([next, ...others]).not.toContain('run');
    }
  });
});

test('the stages follow the run from plan to the end', () => {
  const stageOf = (phase: BillRunState) => STAGES[currentStage({ phase, dryRun: false })] ?? 'done';
  expect(currentStage(null)).toBe(0);
  expect(
    ['queued', 'running', 'review', 'approved', 'issuing', 'issued'].map((p) => stageOf(p as BillRunState)),
  ).toEqual(['run', 'run', 'review', 'issue', 'issue', 'done']);
});
