import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { makeRefundFile, namePayee, settleByHand } from '@/app/operator/payments/actions';
import { parseListState } from '@/components/data-table/list-state';
import { RefundList } from '@/components/payment/refund-list';
import { RefundTable } from '@/components/payment/refund-table';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { getOperator } from '@/lib/services/operators/get-operator';
import { listRefunds } from '@/lib/services/refunds/list-refunds';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('payment'))('refund.list') };
}

/** Money on its way back to customers: what waits for the bank's word, and what became of the rest. */
export default async function RefundsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('payment');
  const state = parseListState(await searchParams, {
    sortable: ['requestedAt'],
    filters: ['state'],
    defaultSort: '-requestedAt',
  });
  const [refunds, waiting, { timeZone }] = await Promise.all([
    orNotFound(listRefunds(ctx, state)),
    listRefunds(ctx, UNDER_WAY),
    getOperator(ctx),
  ]);
  const mayManage = can(ctx.actor, 'refund.manage');
  return (
    <>
      <PageHeader
        title={t('refund.list')}
        description={t('refund.description')}
        breadcrumbs={[{ label: t('title'), href: '/operator/payments' }, { label: t('refund.list') }]}
        actions={<LinkButton href="/operator/payments/refunds/files">{t('refund.filesLink')}</LinkButton>}
      />
      {waiting.data.length > 0 ? (
        <Section title={t('refund.waiting')} description={t('refund.waitingDescription')}>
          <RefundList
            refunds={waiting.data}
            settle={mayManage ? settleByHand : null}
            name={mayManage ? namePayee : null}
            withAccount
          />
        </Section>
      ) : null}
      <RefundTable
        refunds={refunds.data}
        nextCursor={refunds.nextCursor}
        timeZone={timeZone}
        make={mayManage ? makeRefundFile : null}
      />
    </>
  );
}

const UNDER_WAY = {
  ...{ q: '', sort: null, filters: { state: ['requested', 'sent'] }, after: null, pageSize: 50 },
};
