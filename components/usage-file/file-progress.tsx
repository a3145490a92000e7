'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';
import { KeyFigure, KeyFigures } from '@/components/ui/key-figure';
import { Progress } from '@/components/ui/progress';
import { type FileView, isUnderWay } from '@/components/usage-file/file-view';
import { followFile } from '@/components/usage-file/follow-file';
import { formatBytes, formatCount } from '@/lib/format/quantity';

const COUNTS = ['received', 'accepted', 'duplicate', 'rejected', 'suspended', 'conflict'] as const;

/** A file's counts as they move; when its state changes, the page around it is read again. */
export function FileProgress({ initial }: { initial: FileView }): ReactNode {
  const t = useTranslations('usageFile.file');
  const locale = useLocale();
  const router = useRouter();
  const [live, setLive] = useState(initial);
  const file = isUnderWay(initial.state) && live.id === initial.id ? live : initial;
  const { id, state: firstState } = initial;

  useEffect(() => {
    if (!isUnderWay(firstState)) return;
    let shown = firstState;
    return followFile(id, (next) => {
      setLive(next);
      if (next.state === shown) return;
      shown = next.state;
      router.refresh();
    });
  }, [id, firstState, router]);

  const isMoving = isUnderWay(file.state);
  return (
    <div className="mb-8 flex flex-col gap-6" data-state={file.state}>
      {isMoving ? (
        <Progress
          label={t(`progress_${file.state}`)}
          value={file.bytesRead}
          max={Math.max(file.sizeBytes, 1)}
          isIndeterminate={file.state !== 'reading'}
          valueText={t('ofBytes', {
            read: formatBytes(file.bytesRead, locale),
            total: formatBytes(file.sizeBytes, locale),
          })}
        />
      ) : null}
      <KeyFigures>
        {COUNTS.map((name) => (
          <KeyFigure
            key={name}
            label={t(name)}
            value={<span data-count={name}>{formatCount(file.rows[name], locale)}</span>}
            {...(name === 'rejected' && file.rows[name] > 0 && { tone: 'risk' as const })}
            {...(name === 'suspended' && file.rows[name] > 0 && { tone: 'attention' as const })}
          />
        ))}
      </KeyFigures>
      {file.rows.passedOver > 0 ? (
        <p className="text-sm text-ink-muted">{t('passedOver', { count: file.rows.passedOver })}</p>
      ) : null}
      <p role="status" className="sr-only">
        {t(`progress_${file.state}`)}
      </p>
    </div>
  );
}
