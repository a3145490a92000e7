import type { Tone } from '@/components/ui/tone';

const tones: Readonly<Record<string, Tone>> = {
  unmatched: 'attention',
  received: 'good',
  partly_reversed: 'attention',
  reversed: 'risk',
  requested: 'attention',
  sent: 'progress',
  paid: 'good',
  failed: 'risk',
};

/** Of a payment's or a refund's state. */
export const paymentTone = (state: string): Tone => tones[state] ?? 'neutral';
