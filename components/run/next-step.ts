import type { BillRunState } from '@/lib/domain/billing/state';

/** What a person may do with a cycle's bills; each is a verb of the bill run. */
export type RunStep = 'run' | 'dryRun' | 'pause' | 'resume' | 'approve' | 'issue' | 'cancel';

export type RunSteps = {
  /** The one thing to do now; null while workers are at it, or when there is nothing left to do. */
  next: RunStep | null;
  others: RunStep[];
};

type Situation = {
  /** Whether the cycle's period is over. */
  hasEnded: boolean;
  /** `ready`: accounts with a bill that can be issued. */
  run: { phase: BillRunState; dryRun: boolean; held: number; ready: number } | null;
};

/**
 * Which steps the cockpit offers. The run shown may be a dry one, which is never approved: after it comes the real run. The state
 * table of the bill run has the last word; this only says which of its events a person would want.
 * Example: a run in review offers approve first, then running again and cancelling.
 */
export function runSteps({ hasEnded, run }: Situation): RunSteps {
  if (!hasEnded) return { next: null, others: [] };
  if (run === null) return { next: 'run', others: ['dryRun'] };
  if (run.dryRun) return dryRunSteps(run.phase);
  switch (run.phase) {
    case 'queued':
      return { next: null, others: ['cancel'] };
    case 'running':
      return { next: null, others: ['pause', 'cancel'] };
    case 'paused':
    case 'failed':
      return { next: 'resume', others: ['cancel'] };
    case 'review':
      return run.ready === 0 && run.held > 0
        ? { next: 'run', others: ['dryRun', 'cancel'] }
        : { next: 'approve', others: ['run', 'dryRun', 'cancel'] };
    case 'approved':
      return { next: 'issue', others: ['run', 'cancel'] };
    case 'issuing_cohort':
    case 'issuing':
      return { next: null, others: [] };
    case 'cancelled':
      return { next: 'run', others: ['dryRun'] };
    case 'issued':
      return run.held > 0 ? { next: 'run', others: ['dryRun'] } : { next: null, others: ['run', 'dryRun'] };
  }
}

function dryRunSteps(phase: BillRunState): RunSteps {
  if (phase === 'queued') return { next: null, others: ['cancel'] };
  if (phase === 'running') return { next: null, others: ['pause', 'cancel'] };
  if (phase === 'paused' || phase === 'failed') return { next: 'resume', others: ['cancel'] };
  return { next: 'run', others: ['dryRun'] };
}

/** The stages of the cycle as the cockpit draws them, and where a run stands in them. */
export const STAGES = ['plan', 'run', 'review', 'approve', 'issue'] as const;

/** Index of the stage at hand; `STAGES.length` when all are behind. */
export function currentStage(run: { phase: BillRunState; dryRun: boolean } | null): number {
  if (run === null || run.phase === 'cancelled') return STAGES.indexOf('plan');
  switch (run.phase) {
    case 'queued':
    case 'running':
    case 'paused':
    case 'failed':
      return STAGES.indexOf('run');
    case 'review':
      return STAGES.indexOf('review');
    case 'approved':
    case 'issuing_cohort':
    case 'issuing':
      return STAGES.indexOf('issue');
    default:
      return STAGES.length;
  }
}
