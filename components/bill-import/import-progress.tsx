'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';
import { type ImportView, isUnderWay } from '@/components/bill-import/import-view';
import { KeyFigure, KeyFigures } from '@/components/ui/key-figure';
import { Progress } from '@/components/ui/progress';
import { formatBytes, formatCount } from '@/lib/format/quantity';

/** How far a bill's reading is, as it moves; when its state changes the page around it is read again, and a bill that is there opens. */
export function ImportProgress({
  initial,
  billsHref,
}: {
  initial: ImportView;
  /** Where the bill's page is: its id comes after. */
  billsHref: string;
}): ReactNode {
  const t = useTranslations('billImport');
  const locale = useLocale();
  const router = useRouter();
  const [live, setLive] = useState(initial);
  const { id, state: firstState } = initial;
  const row = isUnderWay(firstState) && live.id === id ? live : initial;

  useEffect(() => {
    if (!isUnderWay(firstState)) return;
    let shown = firstState;
    const source = new EventSource(`/api/v1/partner-bill-imports/${id}/events`);
    // Each event is the whole import, so that a page that was reloaded, or a browser that reconnected, has missed nothing.
    source.addEventListener('import', (event: MessageEvent<string>) => {
      const next = JSON.parse(event.data) as ImportView & { partnerBill: string | null };
      setLive(next);
      if (!isUnderWay(next.state)) source.close();
      if (next.state === 'done') return router.replace(`${billsHref}/${next.partnerBill}`);
      if (next.state !== shown) router.refresh();
      shown = next.state;
    });
    return () => source.close();
  }, [id, firstState, billsHref, router]);

  return (
    <div className="mb-8 flex flex-col gap-6" data-state={row.state}>
      {isUnderWay(row.state) ? (
        <Progress
          label={t(`progress_${row.state}`)}
          value={row.bytesRead}
          max={Math.max(row.sizeBytes, 1)}
          // At its end the bill as a whole is still judged.
          isIndeterminate={row.state !== 'reading' || row.bytesRead >= row.sizeBytes}
          valueText={t('ofBytes', {
            read: formatBytes(row.bytesRead, locale),
            total: formatBytes(row.sizeBytes, locale),
          })}
        />
      ) : null}
      <KeyFigures>
        <KeyFigure
          label={t('rows')}
          value={<span data-count="rows">{formatCount(row.rowsRead, locale)}</span>}
        />
        <KeyFigure label={t('size')} value={formatBytes(row.sizeBytes, locale)} />
      </KeyFigures>
      <p role="status" className="sr-only">
        {t(`progress_${row.state}`)}
      </p>
    </div>
  );
}
