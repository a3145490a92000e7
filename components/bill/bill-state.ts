import type { Tone } from '@/components/ui/tone';

/** The tone of a bill's state; its words are `bill.state.<state>`. */
export const billTone = (state: string): Tone => billTones[state] ?? 'neutral';

const billTones: Record<string, Tone> = {
  draft: 'progress',
  held: 'attention',
  approved: 'progress',
  issued: 'good',
  cancelled: 'neutral',
};

/** Of what is left to pay; its words are `bill.standing.<standing>`. */
export const standingTone = {
  settled: 'good',
  open: 'neutral',
  overdue: 'attention',
  disputed: 'progress',
} as const satisfies Record<string, Tone>;
