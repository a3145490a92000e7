import { Circle, CircleAlert, CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

/** What a state asks of the reader. Each has its own shape, so that colour never says it alone. */
export type Tone = 'neutral' | 'progress' | 'good' | 'attention' | 'risk';

export const toneText: Record<Tone, string> = {
  neutral: 'text-ink-muted',
  progress: 'text-ink',
  good: 'text-ink',
  attention: 'text-attention',
  risk: 'text-risk',
};

export const toneSurface: Record<Tone, string> = {
  neutral: 'bg-sunken text-ink',
  progress: 'bg-sunken text-ink',
  good: 'bg-sunken text-ink',
  attention: 'bg-attention-soft text-attention',
  risk: 'bg-risk-soft text-risk',
};

export function ToneIcon({ tone, size = 14 }: { tone: Tone; size?: number }): ReactNode {
  const Icon = icons[tone];
  return <Icon size={size} strokeWidth={2} aria-hidden className="shrink-0" />;
}

const icons = {
  neutral: Circle,
  progress: CircleDashed,
  good: CircleCheck,
  attention: TriangleAlert,
  risk: CircleAlert,
};
