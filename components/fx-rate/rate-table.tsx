import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';

export type RateTableProps = {
  rates: readonly {
    id: string;
    base: string;
    quote: string;
    validOn: string;
    rate: string;
    source: string;
    createdBy: string;
    createdAt: string;
  }[];
  nextCursor: string | null;
  timeZone: string;
};

/** Rates of all days, the latest first. */
export function RateTable({ rates, nextCursor, timeZone }: RateTableProps): ReactNode {
  const t = useTranslations('fxRate');
  return (
    <DataTable
      label={t('title')}
      searchable
      defaultSort="-validOn"
      nextCursor={nextCursor}
      filters={[
        {
          id: 'source',
          label: t('source'),
          options: [
            { id: 'ecb', label: t('sourceEcb') },
            { id: 'other', label: t('sourceOther') },
          ],
        },
      ]}
      columns={[
        { id: 'pair', header: t('pair'), kind: 'code', sortable: true, canHide: false },
        { id: 'rate', header: t('rate'), kind: 'quantity', sortable: true },
        { id: 'validOn', header: t('validOn'), kind: 'date', sortable: true },
        { id: 'source', header: t('source'), kind: 'text' },
        { id: 'createdBy', header: t('enteredBy'), kind: 'text' },
        { id: 'createdAt', header: t('enteredAt'), kind: 'instant', hidden: true },
      ]}
      rows={rates.map(({ id, base, quote, validOn, rate, source, createdBy, createdAt }) => ({
        ...{ id, pair: `${base}/${quote}`, rate, validOn },
        source: source === 'ECB' ? t('sourceEcb') : source,
        createdBy: createdBy.slice(createdBy.indexOf(' ') + 1),
        createdAt: { at: createdAt, timeZone },
      }))}
      empty={{ title: t('emptyTitle'), description: t('emptyDescription') }}
    />
  );
}
