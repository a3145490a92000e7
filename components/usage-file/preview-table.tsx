'use client';

import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { PlainTable } from '@/components/ui/plain-table';
import { StateBadge } from '@/components/ui/state-badge';
import type { Tone } from '@/components/ui/tone';
import type { PreviewRow } from '@/components/usage-file/preview';
import { formatQuantity } from '@/lib/format/quantity';

/** Row by row: what each would become and where it would go, or what is wrong with it. */
export function PreviewTable({ rows }: { rows: readonly PreviewRow[] }): ReactNode {
  const t = useTranslations('usageFile.preview');
  const locale = useLocale();
  const count = (states: readonly string[]) => rows.filter(({ status }) => states.includes(status)).length;
  const passed = count(['passed_over']);
  const good = count(['accepted', 'duplicate']);
  return (
    <div className="flex flex-col gap-2">
      <p role="status" className="text-sm text-ink-muted">
        {t('summary', { good, bad: rows.length - good - passed, passed })}
      </p>
      <PlainTable
        caption={t('title')}
        empty={t('none')}
        columns={[
          { id: 'row', header: t('row'), align: 'end' },
          { id: 'becomes', header: t('becomes') },
          { id: 'when', header: t('when') },
          { id: 'product', header: t('product') },
          { id: 'quantity', header: t('quantity'), align: 'end' },
          { id: 'goes', header: t('goes') },
        ]}
        rows={rows.map((row) => ({
          id: String(row.rowNo),
          cells: {
            row: row.rowNo,
            becomes: <StateBadge tone={TONES[row.status] ?? 'neutral'} label={t(row.status)} />,
            when: row.event ? <span className="whitespace-nowrap">{timeText(row.event.time)}</span> : null,
            product: row.event?.subject ?? null,
            quantity: row.event ? (
              <span className="whitespace-nowrap">
                {formatQuantity(row.event.quantity, locale, row.place?.unit)} {row.event.meter}
              </span>
            ) : null,
            goes: <Destination row={row} />,
          },
        }))}
      />
    </div>
  );
}

const TONES: Record<string, Tone> = {
  accepted: 'good',
  duplicate: 'neutral',
  conflict: 'risk',
  suspended: 'attention',
  rejected: 'risk',
  passed_over: 'neutral',
};

const timeText = (iso: string): string => iso.replace('T', ' ').replace(/(\.000)?Z$/, '');

function Destination({ row }: { row: PreviewRow }): ReactNode {
  const t = useTranslations('usageFile.preview');
  if (row.problem) {
    return (
      <span className="flex min-w-48 flex-col text-sm">
        <span>{row.problem.message}</span>
        {row.problem.path ? <span className="text-ink-muted">{row.problem.path}</span> : null}
        {row.event ? null : <code className="max-w-96 truncate text-xs text-ink-muted">{row.text}</code>}
      </span>
    );
  }
  if (!row.place) return null;
  const { offering, prices } = row.place;
  return (
    <span className="flex min-w-48 flex-col text-sm">
      <span>{offering}</span>
      {prices.length > 0 ? (
        <span className="text-ink-muted">{t('rated', { prices: prices.join(', ') })}</span>
      ) : null}
    </span>
  );
}
