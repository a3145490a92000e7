import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { seeAllAlerts } from '@/app/customer/alerts/actions';
import { AlertList } from '@/components/alert/alert-list';
import { SeeAllButton } from '@/components/alert/see-all-button';
import { parseListState } from '@/components/data-table/list-state';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { listAlerts } from '@/lib/services/alerts/list-alerts';
import { getOperator } from '@/lib/services/operators/get-operator';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('alert'))('title') };
}

export default async function AlertsPage({ searchParams }: PageProps<'/operator/alerts'>) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('alert');
  const state = parseListState(await searchParams, {
    sortable: ['createdAt'],
    filters: ['state'],
    defaultSort: '-createdAt',
  });
  const [alerts, { timeZone }] = await Promise.all([orNotFound(listAlerts(ctx, state)), getOperator(ctx)]);
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={<SeeAllButton seeAll={seeAllAlerts} />}
      />
      <AlertList
        alerts={alerts.data}
        nextCursor={alerts.nextCursor}
        timeZone={timeZone}
        base="/operator/alerts"
        isNewOnly={state.filters.state?.[0] === 'new'}
        accountHref="/operator/accounts"
      />
    </>
  );
}
