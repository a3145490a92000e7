import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';

export type CreditNoteTableProps = {
  notes: readonly {
    id: string;
    number: string;
    kind: string;
    reason: string;
    bill: { number: string };
    customer: { name: string };
    billingAccount: { name: string; number: string };
    issuedOn: string;
    currency: string;
    total: string;
  }[];
  nextCursor: string | null;
  home: string;
  /** What one customer knows of itself. */
  withoutCustomer?: boolean;
};

/** Credit notes, the latest first. */
export function CreditNoteTable({
  notes,
  nextCursor,
  home,
  withoutCustomer = false,
}: CreditNoteTableProps): ReactNode {
  const t = useTranslations('creditNote');
  return (
    <DataTable
      label={t('title')}
      searchable
      defaultSort="-issued"
      nextCursor={nextCursor}
      filters={[
        {
          id: 'kind',
          label: t('table.kind'),
          options: ['correction', 'goodwill', 'dispute'].map((id) => ({ id, label: t(`kind.${id}`) })),
        },
      ]}
      columns={[
        { id: 'number', header: t('table.number'), kind: 'text' },
        ...(withoutCustomer ? [] : [{ id: 'customer', header: t('table.customer'), kind: 'text' as const }]),
        { id: 'bill', header: t('table.bill'), kind: 'text' },
        { id: 'reason', header: t('table.reason'), kind: 'text' },
        { id: 'kind', header: t('table.kind'), kind: 'text' },
        { id: 'issued', header: t('table.issuedOn'), kind: 'date', sortable: true },
        { id: 'total', header: t('table.total'), kind: 'money', sortable: true },
      ]}
      rows={notes.map((note) => ({
        id: note.id,
        href: `${home}/${note.id}`,
        number: note.number,
        customer: { text: note.customer.name, secondary: note.billingAccount.number },
        bill: note.bill.number,
        reason: note.reason,
        kind: t(`kind.${note.kind}`),
        issued: note.issuedOn,
        total: { amount: note.total, currency: note.currency },
      }))}
      empty={{ title: t('emptyTitle'), description: t('emptyDescription') }}
    />
  );
}
