import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';

export type DifferenceEntry = {
  id: string;
  account: { number: string; name: string } | null;
  offering: { name: string } | null;
  currency: string;
  hubAmount: string;
  partnerAmount: string;
  difference: string;
  withinTolerance: boolean;
  cause: string;
};

export type DifferenceTableProps = {
  entries: readonly DifferenceEntry[];
  nextCursor: string | null;
  /** The page with its query, to which an entry's id is added to open it. */
  hrefOf: (id: string) => string;
};

export const differenceSortable = ['size', 'difference', 'hub', 'partner', 'account'];
export const differenceFilters = ['cause', 'state'];

const causes = [
  'same',
  'rounding',
  'duplicate_lines',
  'missing_usage',
  'price_version',
  'tier',
  'included_units',
  'discount',
  'tax',
  'other_period',
  'currency',
  'service_not_mapped',
  'not_on_bill',
  'no_usage',
  'unexplained',
];

/** Account by account and offering by offering: our amount, the partner's, and why they differ, the largest difference first. */
export function DifferenceTable({ entries, nextCursor, hrefOf }: DifferenceTableProps): ReactNode {
  const t = useTranslations('difference');
  return (
    <DataTable
      label={t('title')}
      searchable
      defaultSort="-size"
      nextCursor={nextCursor}
      filters={[
        {
          id: 'state',
          label: t('state.label'),
          multiple: false,
          options: ['beyond', 'within'].map((id) => ({ id, label: t(`state.${id}`) })),
        },
        {
          id: 'cause',
          label: t('causeLabel'),
          options: causes.map((id) => ({ id, label: t(`cause.${id}`) })),
        },
      ]}
      columns={[
        { id: 'account', header: t('account'), kind: 'text', sortable: true },
        { id: 'offering', header: t('offering'), kind: 'text' },
        { id: 'cause', header: t('causeLabel'), kind: 'state' },
        { id: 'hub', header: t('hub'), kind: 'money', sortable: true },
        { id: 'partner', header: t('partner'), kind: 'exact-money', sortable: true },
        { id: 'difference', header: t('by'), kind: 'exact-money', sortable: true },
      ]}
      rows={entries.map((entry) => ({
        id: entry.id,
        href: hrefOf(entry.id),
        account: entry.account && { text: entry.account.name, secondary: entry.account.number },
        offering: entry.offering?.name,
        cause: {
          tone: entry.cause === 'same' ? 'good' : entry.withinTolerance ? 'neutral' : 'attention',
          label: t(`cause.${entry.cause}`),
          id: entry.cause,
        },
        hub: { amount: entry.hubAmount, currency: entry.currency },
        partner: { amount: entry.partnerAmount, currency: entry.currency },
        difference: { amount: entry.difference, currency: entry.currency },
      }))}
      empty={{ title: t('emptyTitle'), description: t('emptyDescription') }}
    />
  );
}
