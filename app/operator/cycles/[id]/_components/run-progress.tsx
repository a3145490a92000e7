'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';
import { followRun } from '@/components/run/follow-run';
import { addSample, type PaceSample, paceOf } from '@/components/run/pace';
import { PaceText } from '@/components/run/pace-text';
import { isUnderWay, type RunView } from '@/components/run/run-view';
import { Progress } from '@/components/ui/progress';
import { formatCount } from '@/lib/format/quantity';

type Lanes = { workers: number; lanes: number };

/** A run's numbers as they move; when it comes to rest, the page around it is read again. */
export function RunProgress({
  initial,
  ask,
  askLanes,
}: {
  initial: RunView;
  ask: (input: { runId: string }) => Promise<{ ok: true; data: RunView } | { ok: false }>;
  askLanes: (input: { runId: string }) => Promise<{ ok: true; data: Lanes } | { ok: false }>;
}): ReactNode {
  const t = useTranslations('operator.run');
  const locale = useLocale();
  const router = useRouter();
  const [live, setLive] = useState(initial);
  const [samples, setSamples] = useState<PaceSample[]>([]);
  const run = live.id === initial.id ? live : initial;
  const lanes = useLanes(initial, askLanes);

  useEffect(() => {
    setLive(initial);
    setSamples([sampleOf(initial)]);
    if (!isUnderWay(initial.phase)) return;
    return followRun(initial.id, {
      ask: async () => {
        const answer = await ask({ runId: initial.id });
        return answer.ok ? answer.data : null;
      },
      onUpdate: (next) => {
        setLive(next);
        setSamples((known) => addSample(known, sampleOf(next)));
        if (next.phase !== initial.phase) router.refresh();
      },
    });
  }, [initial, ask, router]);

  const { held } = run.accounts;
  const { done, goal } = wayOf(run);
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
      {isUnderWay(run.phase) ? <PaceText pace={paceOf(samples, goal)} lanes={lanes} /> : null}
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

/** How far a run is: accounts computed, or, while it issues, issued. */
function wayOf({ phase, accounts }: RunView): { done: number; goal: number } {
  const { total, issued, held, done } = accounts;
  const isIssue = phase === 'issuing' || phase === 'issuing_cohort';
  return isIssue ? { done: issued, goal: total - held } : { done: done + held, goal: total };
}

const sampleOf = (run: RunView): PaceSample => ({ atMs: Date.now(), done: wayOf(run).done });

const LANES_MS = 2_000;

/** Who is at work, asked every two seconds while somebody should be; null until the first answer. */
function useLanes(
  { id, phase }: RunView,
  ask: (input: { runId: string }) => Promise<{ ok: true; data: Lanes } | { ok: false }>,
): Lanes | null {
  const [lanes, setLanes] = useState<Lanes | null>(null);
  useEffect(() => {
    if (!isUnderWay(phase)) return;
    let isStopped = false;
    const look = async () => {
      const answer = await ask({ runId: id }).catch(() => null);
      if (!isStopped && answer?.ok) setLanes(answer.data);
    };
    void look();
    const timer = setInterval(look, LANES_MS);
    return () => {
      isStopped = true;
      clearInterval(timer);
    };
  }, [id, phase, ask]);
  return lanes;
}
