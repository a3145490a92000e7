import type { Tone } from '@/components/ui/tone';

const TONES: Readonly<Record<string, Tone>> = {
  with_partner: 'progress',
  with_operator: 'attention',
  answered: 'attention',
  escalated: 'risk',
  accepted: 'good',
  part_accepted: 'good',
  rejected: 'neutral',
  withdrawn: 'neutral',
};

/** How a dispute's state looks: risk is what somebody has let become overdue. */
export const disputeTone = (state: string): Tone => TONES[state] ?? 'neutral';
