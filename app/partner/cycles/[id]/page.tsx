import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { parseListState } from '@/components/data-table/list-state';
import { ShareLineTable, shareSortable } from '@/components/partner-bill/share-line-table';
import { PeriodText } from '@/components/time/period-text';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { listShareLines } from '@/lib/services/shares/list-share-lines';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('partner'))('shares.lines') };
}

export default async function PartnerCyclePage({ params, searchParams }: PageProps<'/partner/cycles/[id]'>) {
  const ctx = await requireContext('partner');
  const t = await getTranslations('partner');
  const state = parseListState(await searchParams, {
    sortable: shareSortable,
    filters: ['state'],
    defaultSort: '-share',
  });
  const { cycle, data, nextCursor } = await orNotFound(listShareLines(ctx, null, (await params).id, state));
  return (
    <>
      <PageHeader
        title={cycle.name}
        meta={<PeriodText from={cycle.from} to={cycle.to} />}
        description={t('shares.cycleDescription')}
        breadcrumbs={[{ label: t('nav.home'), href: '/partner' }, { label: cycle.name }]}
      />
      <ShareLineTable lines={data} nextCursor={nextCursor} billBase="/partner/bills" />
    </>
  );
}
