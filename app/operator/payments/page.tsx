import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { findAccounts, previewPaid, recordByHand } from '@/app/operator/payments/actions';
import { parseListState } from '@/components/data-table/list-state';
import { PaymentTable } from '@/components/payment/payment-table';
import { PaymentTotals } from '@/components/payment/payment-totals';
import { METHODS } from '@/components/payment/payment-words';
import { RecordPayment } from '@/components/payment/record-payment';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { civilDateAt } from '@/lib/domain/period/zone';
import { orNotFound } from '@/lib/http/or-not-found';
import { getOperator } from '@/lib/services/operators/get-operator';
import { listPayments, totalPayments } from '@/lib/services/payments/list-payments';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('payment'))('title') };
}

/** Money that came in, with what nobody is known for first in mind. */
export default async function PaymentsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('payment');
  const bank = await getTranslations('bank');
  const state = parseListState(await searchParams, {
    sortable: ['receivedOn', 'amount'],
    filters: ['state', 'method', 'source', 'currency'],
    defaultSort: '-receivedOn',
  });
  const [payments, totals, all, operator] = await Promise.all([
    orNotFound(listPayments(ctx, state)),
    totalPayments(ctx, state),
    totalPayments(ctx, { q: '', filters: {} }),
    getOperator(ctx),
  ]);
  const currencies = [...new Set([operator.currency, ...all.map(({ currency }) => currency)])];
  const options = (ids: readonly string[], group: string) =>
    ids.map((id) => ({ id, label: t(`${group}.${id}`) }));
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={
          <>
            <LinkButton href="/operator/payments/bank">{bank('title')}</LinkButton>
            <LinkButton href="/operator/payments/refunds">{t('refund.list')}</LinkButton>
            <LinkButton href="/operator/payments/methods">{t('methods.link')}</LinkButton>
            {can(ctx.actor, 'payment.manage') ? (
              <RecordPayment
                today={civilDateAt(ctx.now, operator.timeZone)}
                currencies={currencies}
                find={findAccounts}
                preview={previewPaid}
                record={recordByHand}
              />
            ) : null}
          </>
        }
      />
      <PaymentTotals totals={totals} home="/operator/payments" />
      <PaymentTable
        payments={payments.data}
        nextCursor={payments.nextCursor}
        home="/operator/payments"
        filters={[
          { id: 'state', label: t('column.state'), options: options(STATES, 'state') },
          { id: 'method', label: t('column.method'), options: options(METHODS, 'method') },
          { id: 'source', label: t('column.source'), options: options(SOURCES, 'source') },
          {
            id: 'currency',
            label: t('column.currency'),
            options: currencies.map((id) => ({ id, label: id })),
          },
        ]}
        empty={{ title: t('empty'), description: t('emptyDescription') }}
      />
    </>
  );
}

const STATES = ['unmatched', 'received', 'partly_reversed', 'reversed'];
const SOURCES = ['hand', 'api', 'bank-file', 'provider'];
