import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { paymentTone } from '@/components/payment/payment-tone';

export type RefundListView = {
  id: string;
  state: string;
  account: { number: string; name: string };
  paymentId: string | null;
  currency: string;
  amount: string;
  method: string;
  reason: string;
  failure: string | null;
  requestedAt: string;
  endedOn: string | null;
};

/** Refunds, what was asked for last first; one of a payment leads to it. */
export function RefundTable({
  refunds,
  nextCursor,
  timeZone,
}: {
  refunds: readonly RefundListView[];
  nextCursor: string | null;
  timeZone: string;
}): ReactNode {
  const t = useTranslations('payment');
  const states = ['requested', 'paid', 'failed'];
  return (
    <DataTable
      label={t('refund.list')}
      filters={[
        {
          id: 'state',
          label: t('column.state'),
          options: states.map((id) => ({ id, label: t(`refund.state.${id}`) })),
        },
      ]}
      defaultSort="-requestedAt"
      nextCursor={nextCursor}
      columns={[
        { id: 'account', header: t('column.account'), kind: 'text' },
        { id: 'reason', header: t('column.reason'), kind: 'text' },
        { id: 'method', header: t('refund.how'), kind: 'text' },
        { id: 'requestedAt', header: t('refund.requestedAt'), kind: 'instant', sortable: true },
        { id: 'endedOn', header: t('refund.endedOn'), kind: 'date' },
        { id: 'state', header: t('column.state'), kind: 'state' },
        { id: 'amount', header: t('column.amount'), kind: 'money' },
      ]}
      rows={refunds.map((refund) => ({
        id: refund.id,
        ...(refund.paymentId ? { href: `/operator/payments/${refund.paymentId}` } : {}),
        account: { text: refund.account.name, secondary: refund.account.number },
        reason: refund.failure ? `${refund.reason} · ${refund.failure}` : refund.reason,
        method: t(`method.${refund.method}`),
        requestedAt: { at: refund.requestedAt, timeZone },
        endedOn: refund.endedOn,
        state: {
          ...{ id: refund.state, tone: paymentTone(refund.state) },
          label: t(`refund.state.${refund.state}`),
        },
        amount: { amount: refund.amount, currency: refund.currency },
      }))}
      empty={{ title: t('refund.empty'), description: t('refund.emptyDescription') }}
    />
  );
}
