import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { ColumnSpec, FilterSpec } from '@/components/data-table/column-spec';
import { DataTable } from '@/components/data-table/data-table';
import { paymentTone } from '@/components/payment/payment-tone';

export type PaymentListView = {
  id: string;
  state: string;
  account: { number: string; name: string; customer: string } | null;
  currency: string;
  amount: string;
  allocated: string;
  credit: string;
  receivedOn: string;
  method: string;
  reference: string;
  payer: { name: string | null } | null;
  source: string;
};

export type PaymentTableProps = {
  payments: readonly PaymentListView[];
  nextCursor: string | null;
  /** Where one payment lies beneath; without it rows lead nowhere. */
  home?: string;
  filters?: readonly FilterSpec[];
  without?: readonly ('account' | 'payer' | 'source')[];
  empty: { title: string; description?: string };
};

/** Payments, what came last first. */
export function PaymentTable({
  payments,
  nextCursor,
  home,
  filters = [],
  without = [],
  empty,
}: PaymentTableProps): ReactNode {
  const t = useTranslations('payment');
  const columns: ColumnSpec[] = [
    { id: 'reference', header: t('column.reference'), kind: 'text' },
    { id: 'account', header: t('column.account'), kind: 'text' },
    { id: 'payer', header: t('column.payer'), kind: 'text' },
    { id: 'receivedOn', header: t('column.receivedOn'), kind: 'date', sortable: true },
    { id: 'method', header: t('column.method'), kind: 'text' },
    { id: 'source', header: t('column.source'), kind: 'text', hidden: true },
    { id: 'state', header: t('column.state'), kind: 'state' },
    { id: 'allocated', header: t('column.allocated'), kind: 'money', hidden: true },
    { id: 'credit', header: t('column.credit'), kind: 'money', hidden: true },
    { id: 'amount', header: t('column.amount'), kind: 'money', sortable: true },
  ];
  return (
    <DataTable
      label={t('list')}
      searchable
      filters={filters}
      defaultSort="-receivedOn"
      nextCursor={nextCursor}
      columns={columns.filter(({ id }) => !(without as readonly string[]).includes(id))}
      rows={payments.map((payment) => ({
        id: payment.id,
        ...(home ? { href: `${home}/${payment.id}` } : {}),
        reference: payment.reference || t('noReference'),
        account: payment.account && { text: payment.account.name, secondary: payment.account.number },
        payer: payment.payer?.name ?? null,
        receivedOn: payment.receivedOn,
        method: t(`method.${payment.method}`),
        source: t(`source.${payment.source}`),
        state: { tone: paymentTone(payment.state), label: t(`state.${payment.state}`), id: payment.state },
        allocated: { amount: payment.allocated, currency: payment.currency },
        credit: { amount: payment.credit, currency: payment.currency },
        amount: { amount: payment.amount, currency: payment.currency },
      }))}
      empty={empty}
    />
  );
}
