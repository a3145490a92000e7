import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { InstantText } from '@/components/time/instant-text';
import { PlainTable } from '@/components/ui/plain-table';
import { TextLink } from '@/components/ui/text-link';
import { formatMonth } from '@/lib/format/period';
import { formatCount } from '@/lib/format/quantity';

export type LateUsage = {
  id: string;
  accountNumber: string;
  accountName: string;
  product: string;
  reference: string;
  meter: string;
  periodFrom: string;
  events: number;
  firstReceivedAt: string;
};

/** Usage whose period is billed, on its way to the next bill. */
export function LateUsageTable({
  rows,
  timeZone,
}: {
  rows: readonly LateUsage[];
  timeZone: string;
}): ReactNode {
  const t = useTranslations('suspense');
  const locale = useLocale();
  return (
    <PlainTable
      caption={t('late.title')}
      columns={[
        { id: 'account', header: t('late.account') },
        { id: 'product', header: t('late.product') },
        { id: 'meter', header: t('meter') },
        { id: 'period', header: t('late.period') },
        { id: 'events', header: t('events'), align: 'end' },
        { id: 'since', header: t('since'), align: 'end' },
      ]}
      rows={rows.map((row) => ({
        id: row.id,
        cells: {
          account: (
            <TextLink href={`/operator/accounts/${row.accountNumber}`}>
              {row.accountName} · {row.accountNumber}
            </TextLink>
          ),
          product: (
            <>
              {row.product} <span className="font-mono text-sm text-ink-muted">{row.reference}</span>
            </>
          ),
          meter: <span className="font-mono text-sm">{row.meter}</span>,
          period: t('late.from', { month: formatMonth(row.periodFrom, locale) }),
          events: formatCount(row.events, locale),
          since: <InstantText value={row.firstReceivedAt} timeZone={timeZone} style="date" />,
        },
      }))}
    />
  );
}
