import type { Tone } from '@/components/ui/tone';

/** The tone of a payout's state; its words are `payout.state.<state>`. */
export const payoutTone = (state: string): Tone => payoutTones[state] ?? 'neutral';

const payoutTones: Record<string, Tone> = {
  preparing: 'progress',
  review: 'attention',
  approved: 'progress',
  sent: 'progress',
  paid: 'good',
  returned: 'risk',
  carried: 'neutral',
  cancelled: 'neutral',
};

/** Of a settlement run's; its words are `payout.runState.<state>`. */
export const runTone = (state: string): Tone => runTones[state] ?? 'progress';

const runTones: Record<string, Tone> = {
  review: 'attention',
  partly: 'attention',
  done: 'good',
  cancelled: 'neutral',
  failed: 'risk',
};
