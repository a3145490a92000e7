'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';
import { followRun } from '@/components/run/follow-run';
import { isUnderWay, type RunView } from '@/components/run/run-view';
import { Progress } from '@/components/ui/progress';
import { formatCount } from '@/lib/format/quantity';

/** A run's numbers as they move; when it comes to rest, the page around it is read again. */
export function RunProgress({
  initial,
  ask,
}: {
  initial: RunView;
  ask: (input: { runId: string }) => Promise<{ ok: true; data: RunView } | { ok: false }>;
}): ReactNode {
  const t = useTranslations('operator.run');
  const locale = useLocale();
  const router = useRouter();
  const [live, setLive] = useState(initial);
  const run = live.id === initial.id ? live : initial;

  useEffect(() => {
    setLive(initial);
    if (!isUnderWay(initial.phase)) return;
    return followRun(initial.id, {
      ask: async () => {
        const answer = await ask({ runId: initial.id });
        return answer.ok ? answer.data : null;
      },
      onUpdate: (next) => {
        setLive(next);
        if (next.phase !== initial.phase) router.refresh();
      },
    });
  }, [initial, ask, router]);

  const isIssue = run.phase === 'issuing';
  const { total, issued, held } = run.accounts;
  const done = isIssue ? issued : run.accounts.done + held;
  const goal = isIssue ? total - held : total;
  const counts: [string, number][] = [
    ['created', run.changes.created],
    ['updated', run.changes.updated],
    ['unchanged', run.changes.unchanged],
    ['held', held],
  ];
  return (
    <div className="mb-8 flex flex-col gap-3" data-phase={run.phase}>
      <Progress
        label={t(`progress.${run.phase}`)}
        value={done}
        max={Math.max(goal, 1)}
        isIndeterminate={run.phase === 'queued'}
        valueText={t('ofAccounts', { done, total: goal })}
        tone={run.phase === 'paused' ? 'attention' : run.phase === 'failed' ? 'risk' : 'progress'}
      />
      <dl className="flex flex-wrap gap-x-8 gap-y-1">
        {counts.map(([name, count]) => (
          <div key={name} className="flex items-baseline gap-2">
            <dt className="text-sm text-ink-muted">{t(`change.${name}`)}</dt>
            <dd className="font-medium">{formatCount(count, locale)}</dd>
          </div>
        ))}
      </dl>
      <p role="status" className="sr-only">
        {t(`progress.${run.phase}`)}
      </p>
    </div>
  );
}
