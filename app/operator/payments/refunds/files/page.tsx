import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { parseListState } from '@/components/data-table/list-state';
import { PaymentFileTable } from '@/components/payment-file/payment-file-table';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { getOperator } from '@/lib/services/operators/get-operator';
import { listPaymentFiles } from '@/lib/services/payment-files/read-payment-files';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('payment.refund'))('filesTitle') };
}

/** What went to the bank of refunds. */
export default async function RefundFilesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('payment');
  const state = parseListState(await searchParams, { defaultSort: '-created', sortable: ['created'] });
  const [files, { timeZone }] = await Promise.all([
    orNotFound(listPaymentFiles(ctx, { ...state, filters: { kind: ['refunds'] } })),
    getOperator(ctx),
  ]);
  return (
    <>
      <PageHeader
        title={t('refund.filesTitle')}
        description={t('refund.filesDescription')}
        breadcrumbs={[
          { label: t('title'), href: '/operator/payments' },
          { label: t('refund.list'), href: '/operator/payments/refunds' },
          { label: t('refund.filesLink') },
        ]}
      />
      <PaymentFileTable
        label={t('refund.filesTitle')}
        files={files.data}
        nextCursor={files.nextCursor}
        timeZone={timeZone}
        empty={t('refund.filesEmptyDescription')}
      />
    </>
  );
}
