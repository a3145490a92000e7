import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Pace } from '@/components/run/pace';

export type PaceTextProps = { pace: Pace | null; lanes: { workers: number; lanes: number } | null };

/** How fast a run moves, how long it will take, and who is at it. */
export function PaceText({ pace, lanes }: PaceTextProps): ReactNode {
  const t = useTranslations('run.pace');
  if (lanes?.workers === 0) return <p className="text-sm text-attention">{t('noWorker')}</p>;
  return (
    <p className="flex min-h-5 flex-wrap gap-x-6 text-sm text-ink-muted">
      {pace ? <span>{t('rate', { rate: pace.accountsPerSecond })}</span> : null}
      {pace?.secondsLeft ? (
        <span>
          {t('left', {
            minutes: pace.secondsLeft < 90 ? 0 : Math.round(pace.secondsLeft / 60),
            seconds: pace.secondsLeft,
          })}
        </span>
      ) : null}
      {lanes ? <span>{t('lanes', lanes)}</span> : null}
    </p>
  );
}
