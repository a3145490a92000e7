import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { eventOptions } from '@/components/ledger/event-options';

export type EntryView = {
  id: string;
  journalId: string;
  billingAccountId: string;
  event: string;
  bill: { number: string | null } | null;
  bookedOn: string;
  debit: string | null;
  credit: string | null;
};

/** What happened to one account, the latest first. */
export function EntryTable({
  entries,
  currency,
  nextCursor,
}: {
  entries: readonly EntryView[];
  currency: string;
  nextCursor: string | null;
}): ReactNode {
  const t = useTranslations('ledger');
  const money = (amount: string | null) => (amount === null ? null : { amount, currency });
  return (
    <DataTable
      label={t('table.postings')}
      nextCursor={nextCursor}
      filters={[{ id: 'event', label: t('table.event'), options: eventOptions(t) }]}
      columns={[
        { id: 'event', header: t('table.event'), kind: 'text' },
        { id: 'booked', header: t('table.bookedOn'), kind: 'date' },
        { id: 'bill', header: t('table.bill'), kind: 'text' },
        { id: 'debit', header: t('table.debit'), kind: 'money' },
        { id: 'credit', header: t('table.credit'), kind: 'money' },
      ]}
      rows={entries.map((entry) => ({
        id: entry.id,
        href: `/operator/ledger/journals/${entry.journalId}?account=${entry.billingAccountId}`,
        event: t(`event.${entry.event}`),
        booked: entry.bookedOn,
        bill: entry.bill?.number ?? null,
        debit: money(entry.debit),
        credit: money(entry.credit),
      }))}
      empty={{ title: t('none'), description: t('noneDescription') }}
    />
  );
}
