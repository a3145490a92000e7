import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { isZeroAmount } from '@/components/money/amount';

export type DebitNoteTableProps = {
  notes: readonly {
    id: string;
    number: string;
    account: { number: string; name: string; customer: string };
    reason: string;
    issuedOn: string;
    dueOn: string;
    currency: string;
    amount: string;
    open: string;
  }[];
  nextCursor: string | null;
  home: string;
  /** What one customer knows of itself. */
  withoutCustomer?: boolean;
};

/** Debit notes, the latest first. */
export function DebitNoteTable({
  notes,
  nextCursor,
  home,
  withoutCustomer = false,
}: DebitNoteTableProps): ReactNode {
  const t = useTranslations('payment.debitNote');
  return (
    <DataTable
      label={t('list')}
      searchable
      defaultSort="-issued"
      nextCursor={nextCursor}
      filters={[
        {
          id: 'state',
          label: t('stateLabel'),
          options: ['open', 'settled'].map((id) => ({ id, label: t(`state.${id}`) })),
        },
      ]}
      columns={[
        { id: 'number', header: t('number'), kind: 'text' },
        { id: 'customer', header: t(withoutCustomer ? 'account' : 'customer'), kind: 'text' },
        { id: 'reason', header: t('reason'), kind: 'text' },
        { id: 'issued', header: t('issuedOn'), kind: 'date', sortable: true },
        { id: 'due', header: t('dueOn'), kind: 'date', sortable: true },
        { id: 'state', header: t('stateLabel'), kind: 'state' },
        { id: 'open', header: t('open'), kind: 'money' },
        { id: 'amount', header: t('amount'), kind: 'money', sortable: true },
      ]}
      rows={notes.map(({ id, number, account, reason, issuedOn, dueOn, currency, amount, open }) => ({
        ...{ id, href: `${home}/${id}`, number, reason, issued: issuedOn, due: dueOn },
        customer: { text: withoutCustomer ? account.name : account.customer, secondary: account.number },
        state: isZeroAmount(open)
          ? { id: 'settled', tone: 'good', label: t('state.settled') }
          : { id: 'open', tone: 'attention', label: t('state.open') },
        open: { amount: open, currency },
        amount: { amount, currency },
      }))}
      empty={{ title: t('empty'), description: t('emptyDescription') }}
    />
  );
}
