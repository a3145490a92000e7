import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { eventOptions } from '@/components/ledger/event-options';

export type JournalListView = {
  id: string;
  billingAccountId: string;
  event: string;
  bill: { id: string; number: string | null } | null;
  bookedOn: string;
  sums: { currency: string; amount: string }[];
  postings: { account: string }[];
};

/** Journals, the latest booked first. */
export function JournalTable({
  journals,
  nextCursor,
}: {
  journals: readonly JournalListView[];
  nextCursor: string | null;
}): ReactNode {
  const t = useTranslations('ledger');
  return (
    <DataTable
      label={t('journals')}
      nextCursor={nextCursor}
      defaultSort="-booked"
      filters={[{ id: 'event', label: t('table.event'), options: eventOptions(t) }]}
      columns={[
        { id: 'event', header: t('table.event'), kind: 'text' },
        { id: 'booked', header: t('table.bookedOn'), kind: 'date', sortable: true },
        { id: 'bill', header: t('table.bill'), kind: 'text' },
        { id: 'accounts', header: t('table.accounts'), kind: 'text' },
        { id: 'amount', header: t('table.amount'), kind: 'money' },
      ]}
      rows={journals.map((journal) => ({
        id: journal.id,
        href: `/operator/ledger/journals/${journal.id}?account=${journal.billingAccountId}`,
        event: t(`event.${journal.event}`),
        booked: journal.bookedOn,
        bill: journal.bill?.number ?? null,
        accounts: [...new Set(journal.postings.map(({ account }) => t(`account.${account}`)))].join(' · '),
        amount: journal.sums[0] ?? null,
      }))}
      empty={{ title: t('none'), description: t('noneDescription') }}
    />
  );
}
