import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { makePaymentFile } from '@/app/operator/payouts/actions';
import { PayoutTabs } from '@/app/operator/payouts/payout-tabs';
import { DataTable } from '@/components/data-table/data-table';
import { parseListState } from '@/components/data-table/list-state';
import { PaymentFileButton } from '@/components/payout/payment-file-button';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { getOperator } from '@/lib/services/operators/get-operator';
import { listPayouts } from '@/lib/services/payouts/list-payouts';
import { listPaymentFiles } from '@/lib/services/payment-files/read-payment-files';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('payout'))('tabs.files') };
}

export default async function PaymentFilesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('payout');
  const state = parseListState(await searchParams, { defaultSort: '-created', sortable: ['created'] });
  const toPay = { q: '', sort: null, filters: { state: ['approved'] }, after: null, pageSize: 200 };
  const [files, { timeZone }, approved] = await Promise.all([
    orNotFound(listPaymentFiles(ctx, state)),
    getOperator(ctx),
    listPayouts(ctx, toPay),
  ]);
  const currencies = [...new Set(approved.data.map(({ currency }) => currency))].sort();
  return (
    <>
      <PageHeader
        title={t('tabs.files')}
        description={t('file.description')}
        actions={
          can(ctx.actor, 'payout.manage') && currencies.length > 0 ? (
            <PaymentFileButton currencies={currencies} make={makePaymentFile} />
          ) : null
        }
      />
      <PayoutTabs />
      <DataTable
        label={t('tabs.files')}
        searchable={false}
        defaultSort="-created"
        nextCursor={files.nextCursor}
        columns={[
          { id: 'name', header: t('file.name'), kind: 'link' },
          { id: 'payouts', header: t('file.payouts'), kind: 'number' },
          { id: 'sum', header: t('file.sum'), kind: 'money' },
          { id: 'by', header: t('file.by'), kind: 'text' },
          { id: 'created', header: t('file.at'), kind: 'instant', sortable: true },
          { id: 'hash', header: t('file.hash'), kind: 'code', hidden: true },
        ]}
        rows={files.data.map((file) => ({
          id: file.id,
          name: { href: `/api/v1/payment-files/${file.id}`, label: `${file.messageId}.xml` },
          payouts: String(file.payments),
          sum: { amount: file.controlSum, currency: file.currency },
          by: file.createdBy,
          created: { at: file.createdAt, timeZone },
          hash: file.contentHash,
        }))}
        empty={{ title: t('file.emptyTitle'), description: t('file.emptyDescription') }}
      />
    </>
  );
}
