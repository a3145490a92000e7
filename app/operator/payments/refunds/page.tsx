import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { settleByHand } from '@/app/operator/payments/actions';
import { parseListState } from '@/components/data-table/list-state';
import { RefundList } from '@/components/payment/refund-list';
import { RefundTable } from '@/components/payment/refund-table';
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
  const ofState = (name: string) => ({ q: '', sort: null, filters: { state: [name] }, after: null });
  const [refunds, waiting, { timeZone }] = await Promise.all([
    orNotFound(listRefunds(ctx, state)),
    listRefunds(ctx, { ...ofState('requested'), pageSize: MOST_WAITING }),
    getOperator(ctx),
  ]);
  return (
    <>
      <PageHeader
        title={t('refund.list')}
        description={t('refund.description')}
        breadcrumbs={[{ label: t('title'), href: '/operator/payments' }, { label: t('refund.list') }]}
      />
      {waiting.data.length > 0 ? (
        <Section title={t('refund.waiting')} description={t('refund.waitingDescription')}>
          <RefundList
            refunds={waiting.data}
            settle={can(ctx.actor, 'refund.manage') ? settleByHand : null}
            withAccount
          />
        </Section>
      ) : null}
      <RefundTable refunds={refunds.data} nextCursor={refunds.nextCursor} timeZone={timeZone} />
    </>
  );
}

const MOST_WAITING = 50;
