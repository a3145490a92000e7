import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { resolveNames } from '@/app/partner/accounts/actions';
import { queueEntries } from '@/app/partner/accounts/queue-entries';
import { parseListState } from '@/components/data-table/list-state';
import { queueFilters, queueSortable } from '@/components/partner-mapping/queue-entry';
import { QueueTable } from '@/components/partner-mapping/queue-table';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { listQueue } from '@/lib/services/mapping-queue/list-queue';
import { getOperator } from '@/lib/services/operators/get-operator';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('mapping'))('queueTitle') };
}

export default async function MappingQueuePage({ searchParams }: PageProps<'/operator/mapping'>) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('mapping');
  const state = parseListState(await searchParams, {
    sortable: queueSortable,
    filters: queueFilters,
    defaultSort: '-amount',
  });
  const [{ data, nextCursor }, { timeZone }] = await Promise.all([
    listQueue(ctx, null, state),
    getOperator(ctx),
  ]);
  return (
    <>
      <PageHeader title={t('queueTitle')} description={t('queueDescription')} />
      <QueueTable
        entries={queueEntries(data, (slug) => `/operator/partners/${slug}/accounts`)}
        nextCursor={nextCursor}
        canMap={can(ctx.actor, 'account-mapping.manage')}
        showPartner
        timeZone={timeZone}
        resolve={resolveNames}
      />
    </>
  );
}
