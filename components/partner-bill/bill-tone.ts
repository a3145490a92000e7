import type { Tone } from '@/components/ui/tone';

/** The tone of a partner bill's or one of its lines' state; the words are `partner.billState` and `partner.lineState`. */
export const billTone = (state: string): Tone => tones[state] ?? 'neutral';

const tones: Record<string, Tone> = {
  expected: 'neutral',
  received: 'progress',
  validated: 'attention',
  accepted: 'good',
  rejected: 'risk',
  late: 'risk',
  estimated: 'attention',
  replaced: 'neutral',
  duplicate: 'neutral',
};
