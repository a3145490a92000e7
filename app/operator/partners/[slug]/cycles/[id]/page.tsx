import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { parseListState } from '@/components/data-table/list-state';
import { ShareLineTable, shareSortable } from '@/components/partner-bill/share-line-table';
import { PeriodText } from '@/components/time/period-text';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { getPartner } from '@/lib/services/parties/get-partner';
import { listShareLines } from '@/lib/services/shares/list-share-lines';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('partner'))('shares.lines') };
}

export default async function PartnerCyclePage({
  params,
  searchParams,
}: PageProps<'/operator/partners/[slug]/cycles/[id]'>) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('partner');
  const { slug, id } = await params;
  const spec = { sortable: shareSortable, filters: ['state'], defaultSort: '-share' };
  const state = parseListState(await searchParams, spec);
  const partner = await orNotFound(getPartner(ctx, slug));
  const { cycle, data, nextCursor } = await orNotFound(listShareLines(ctx, partner.id, id, state));
  const base = `/operator/partners/${slug}`;
  return (
    <>
      <PageHeader
        title={cycle.name}
        meta={<PeriodText from={cycle.from} to={cycle.to} />}
        description={t('shares.cycleDescriptionOf', { partner: partner.name })}
        breadcrumbs={[
          { label: t('list.title'), href: '/operator/partners' },
          { label: partner.name, href: base },
          { label: cycle.name },
        ]}
      />
      <ShareLineTable lines={data} nextCursor={nextCursor} billBase={`${base}/bills`} />
    </>
  );
}
