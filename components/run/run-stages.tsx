import { Check } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { STAGES } from '@/components/run/next-step';
import { classNames } from '@/components/ui/class-names';

/** Plan, run, review, approve, issue: what is behind, what is at hand. `current` counts from 0. */
export function RunStages({ current }: { current: number }): ReactNode {
  const t = useTranslations('operator.run');
  return (
    <ol
      aria-label={t('stages')}
      className="mb-6 flex flex-wrap gap-x-3 gap-y-2 sm:gap-x-1 border-y py-2 text-sm"
    >
      {STAGES.map((stage, index) => {
        const isDone = index < current;
        const isCurrent = index === current;
        return (
          <li
            key={stage}
            {...(isCurrent ? { 'aria-current': 'step' as const } : {})}
            className="flex items-center gap-2 after:mx-2 after:h-px after:w-6 after:bg-line-strong last:after:hidden max-sm:after:hidden"
          >
            <span
              className={classNames(
                'inline-flex size-5 items-center justify-center rounded-full border text-xs',
                isDone && 'border-ink',
                isCurrent && 'border-ink bg-ink font-medium text-paper',
                !isDone && !isCurrent && 'border-line-strong text-ink-muted',
              )}
            >
              {isDone ? <Check size={12} aria-hidden /> : index + 1}
            </span>
            <span className={isCurrent ? 'font-medium' : 'text-ink-muted max-sm:sr-only'}>
              {t(`stage.${stage}`)}
              {isDone ? <span className="sr-only"> {t('stageDone')}</span> : null}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
