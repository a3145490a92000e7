import type { Tone } from '@/components/ui/tone';

/** The tone of a partner bill's state; its words are `operator.plan.partnerBillState.<state>`. */
export const partnerBillTone = (state: string): Tone => tones[state] ?? 'neutral';

const tones: Record<string, Tone> = {
  expected: 'neutral',
  received: 'progress',
  validated: 'attention',
  accepted: 'good',
  rejected: 'risk',
  late: 'attention',
  estimated: 'progress',
};
