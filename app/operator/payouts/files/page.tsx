import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { makePaymentFile } from '@/app/operator/payouts/actions';
import { PayoutTabs } from '@/app/operator/payouts/payout-tabs';
import { parseListState } from '@/components/data-table/list-state';
import { PaymentFileTable } from '@/components/payment-file/payment-file-table';
import { PaymentFileButton } from '@/components/payout/payment-file-button';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { getOperator } from '@/lib/services/operators/get-operator';
import { listPaymentFiles } from '@/lib/services/payment-files/read-payment-files';
import { listPayouts } from '@/lib/services/payouts/list-payouts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('payout'))('tabs.files') };
}

export default async function PaymentFilesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('payout');
  const state = parseListState(await searchParams, { defaultSort: '-created', sortable: ['created'] });
  const toPay = { q: '', sort: null, filters: { state: ['approved'] }, after: null, pageSize: 200 };
  const [files, { timeZone }, approved] = await Promise.all([
    orNotFound(listPaymentFiles(ctx, { ...state, filters: { kind: ['payouts'] } })),
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
      <PaymentFileTable
        label={t('tabs.files')}
        files={files.data}
        nextCursor={files.nextCursor}
        timeZone={timeZone}
        empty={t('file.emptyDescription')}
      />
    </>
  );
}
