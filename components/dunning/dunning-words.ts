import type { Tone } from '@/components/ui/tone';

/** How an account looks that dunning has marked. */
export const dunningTone: Readonly<Record<string, Tone>> = {
  none: 'neutral',
  restricted: 'attention',
  handed_over: 'risk',
};

/** How a stage looks: the further, the more is at risk. */
export const actionTone: Readonly<Record<string, Tone>> = {
  remind: 'neutral',
  warn: 'attention',
  restrict: 'attention',
  hand_over: 'risk',
};
