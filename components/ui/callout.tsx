import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { type Tone, ToneIcon, toneText } from '@/components/ui/tone';

export type CalloutProps = { children: ReactNode; tone?: Tone; title?: string; actions?: ReactNode };

/** Something the reader must not miss, set off by a rule at the start edge. */
export function Callout({ children, tone = 'neutral', title, actions }: CalloutProps): ReactNode {
  return (
    <div className={classNames('mb-6 flex gap-3 border-s-2 py-1 ps-3', edges[tone])}>
      <span className={classNames('pt-0.5', toneText[tone])}>
        <ToneIcon tone={tone} size={16} />
      </span>
      <div className="min-w-0 flex-1">
        {title ? <p className={classNames('font-medium', toneText[tone])}>{title}</p> : null}
        <div className="max-w-prose">{children}</div>
        {actions ? <div className="flex flex-wrap gap-2 pt-2">{actions}</div> : null}
      </div>
    </div>
  );
}

const edges: Record<Tone, string> = {
  neutral: 'border-line-strong',
  progress: 'border-line-strong',
  good: 'border-ink',
  attention: 'border-attention',
  risk: 'border-risk',
};
