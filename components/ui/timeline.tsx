import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { type Tone, ToneIcon, toneText } from '@/components/ui/tone';

export type TimelineItem = {
  id: string;
  at: ReactNode;
  title: ReactNode;
  detail?: ReactNode;
  actor?: string;
  tone?: Tone;
};

/** What happened, in the order given. */
export function Timeline({ items }: { items: readonly TimelineItem[] }): ReactNode {
  return (
    <ol className="flex flex-col">
      {items.map((item, index) => (
        <li key={item.id} className="flex gap-3">
          <span className={classNames('flex flex-col items-center pt-1', toneText[item.tone ?? 'neutral'])}>
            <ToneIcon tone={item.tone ?? 'neutral'} />
            {index < items.length - 1 ? <span className="mt-1 w-px flex-1 bg-line" /> : null}
          </span>
          <div className="min-w-0 flex-1 pb-4">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4">
              <span className="font-medium">{item.title}</span>
              <span className="text-sm text-ink-muted">{item.at}</span>
            </div>
            {item.detail ? <div className="text-ink-muted">{item.detail}</div> : null}
            {item.actor ? <div className="text-sm text-ink-muted">{item.actor}</div> : null}
          </div>
        </li>
      ))}
    </ol>
  );
}
