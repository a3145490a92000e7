'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';
import { followRecycle } from '@/components/suspense/follow-recycle';
import type { Recycle, SuspenseActions } from '@/components/suspense/suspense-view';
import { Progress } from '@/components/ui/progress';
import { formatCount } from '@/lib/format/quantity';

/** A job that tries what waits, as it moves; when it ends, the page around it is read again. */
export function RecycleProgress({
  initial,
  ask,
}: {
  initial: Recycle;
  ask: SuspenseActions['askRecycle'];
}): ReactNode {
  const t = useTranslations('suspense.recycle');
  const locale = useLocale();
  const router = useRouter();
  const [recycle, setRecycle] = useState(initial);

  useEffect(() => {
    setRecycle(initial);
    if (isOver(initial)) return;
    return followRecycle(initial.id, {
      ask: async () => {
        const answer = await ask({ id: initial.id });
        return answer.ok ? answer.data : null;
      },
      onUpdate: (next) => {
        setRecycle(next);
        if (isOver(next)) router.refresh();
      },
    });
  }, [initial, ask, router]);

  const { state, tried, eventsTotal, accepted, stillWaiting, failure } = recycle;
  const counts = { tried, total: eventsTotal, accepted, waiting: stillWaiting };
  return (
    <div className="mb-6" data-recycle={state}>
      <Progress
        label={t(`state.${state}`)}
        value={state === 'done' ? 1 : tried}
        max={state === 'done' ? 1 : Math.max(eventsTotal, 1)}
        valueText={t('counts', counts)}
        isIndeterminate={state === 'waiting'}
        tone={state === 'failed' ? 'risk' : 'progress'}
      />
      {failure ? <p className="pt-1 text-sm text-risk">{failure}</p> : null}
      <p role="status" className="sr-only">
        {t(`state.${state}`)} {formatCount(accepted, locale)}
      </p>
    </div>
  );
}

const isOver = ({ state }: Recycle) => state === 'done' || state === 'failed';
