import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import type { Tone } from '@/components/ui/tone';

export type WriteOffListView = {
  id: string;
  kind: string;
  state: 'waiting' | 'booked' | 'refused';
  bill: { id: string; number: string };
  customer: { name: string };
  billingAccount: { number: string };
  currency: string;
  amount: string;
  reason: string;
  askedAt: string;
};

/** Write-offs and what was taken back of them, the latest first; each leads to its bill. */
export function WriteOffTable({
  rows,
  nextCursor,
  timeZone,
}: {
  rows: readonly WriteOffListView[];
  nextCursor: string | null;
  timeZone: string;
}): ReactNode {
  const t = useTranslations('writeOff');
  const options = (name: string, ids: readonly string[]) =>
    ids.map((id) => ({ id, label: t(`${name}.${id}`) }));
  return (
    <DataTable
      label={t('title')}
      searchable
      defaultSort="-asked"
      nextCursor={nextCursor}
      filters={[
        { id: 'state', label: t('table.state'), options: options('state', ['waiting', 'booked', 'refused']) },
        { id: 'kind', label: t('table.kind'), options: options('kind', ['write_off', 'reversal']) },
      ]}
      columns={[
        { id: 'bill', header: t('table.bill'), kind: 'text' },
        { id: 'customer', header: t('table.customer'), kind: 'text' },
        { id: 'reason', header: t('table.reason'), kind: 'text' },
        { id: 'kind', header: t('table.kind'), kind: 'text' },
        { id: 'state', header: t('table.state'), kind: 'state' },
        { id: 'asked', header: t('table.asked'), kind: 'instant', sortable: true },
        { id: 'amount', header: t('table.amount'), kind: 'money', sortable: true },
      ]}
      rows={rows.map((row) => ({
        id: row.id,
        href: `/operator/bills/${row.bill.id}#money`,
        bill: row.bill.number,
        customer: { text: row.customer.name, secondary: row.billingAccount.number },
        reason: row.reason,
        kind: t(`kind.${row.kind}`),
        state: { tone: TONES[row.state], label: t(`state.${row.state}`), id: row.state },
        asked: { at: row.askedAt, timeZone },
        amount: { amount: row.amount, currency: row.currency },
      }))}
      empty={{ title: t('emptyTitle'), description: t('emptyDescription') }}
    />
  );
}

const TONES: Record<WriteOffListView['state'], Tone> = {
  waiting: 'attention',
  booked: 'good',
  refused: 'neutral',
};
