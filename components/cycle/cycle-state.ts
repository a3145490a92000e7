import type { Tone } from '@/components/ui/tone';

/** The tone of a cycle's state; its words are `operator.cycleState.<state>`. */
export const cycleTone = (state: string): Tone => tones[state] ?? 'neutral';

const tones: Record<string, Tone> = {
  open: 'neutral',
  collecting: 'progress',
  rating: 'progress',
  consolidating: 'progress',
  review: 'attention',
  approved: 'progress',
  issued: 'good',
  closed: 'good',
};
