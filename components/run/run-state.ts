import type { Tone } from '@/components/ui/tone';
import type { BillRunState } from '@/lib/domain/billing/state';

/** The tone of a run's state; its words are `operator.run.phase.<phase>`. */
export const runTone = (phase: BillRunState): Tone => runTones[phase];

const runTones: Record<BillRunState, Tone> = {
  queued: 'progress',
  running: 'progress',
  paused: 'attention',
  review: 'attention',
  issuing_cohort: 'progress',
  approved: 'progress',
  issuing: 'progress',
  issued: 'good',
  cancelled: 'neutral',
  failed: 'risk',
};

/** The tone of an account in a run; its words are `operator.run.accountState.<state>`. */
export const runAccountTone = (state: string): Tone => accountTones[state] ?? 'neutral';

const accountTones: Record<string, Tone> = {
  pending: 'neutral',
  done: 'progress',
  held: 'attention',
  issued: 'good',
};
