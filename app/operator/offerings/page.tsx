import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { DataTable } from '@/components/data-table/data-table';
import { parseListState } from '@/components/data-table/list-state';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { listOfferings } from '@/lib/services/catalogue/list-offerings';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('operator.offerings'))('title') };
}

export default async function OfferingsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('operator.offerings');
  const state = parseListState(await searchParams, {
    sortable: ['name', 'category', 'supplier', 'activeProducts'],
    filters: ['state'],
    defaultSort: 'name',
  });
  const { data, nextCursor } = await orNotFound(listOfferings(ctx, state));
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <DataTable
        label={t('title')}
        searchable
        defaultSort="name"
        nextCursor={nextCursor}
        filters={[
          {
            id: 'state',
            label: t('state'),
            options: ['draft', 'active', 'retired'].map((id) => ({ id, label: t(`states.${id}`) })),
          },
        ]}
        columns={[
          { id: 'name', header: t('name'), kind: 'text', sortable: true },
          { id: 'supplier', header: t('supplier'), kind: 'text', sortable: true },
          { id: 'category', header: t('category'), kind: 'text', sortable: true },
          { id: 'currencies', header: t('currencies'), kind: 'code' },
          { id: 'activeProducts', header: t('activeProducts'), kind: 'number', sortable: true },
          { id: 'state', header: t('state'), kind: 'state' },
          { id: 'validFrom', header: t('validFrom'), kind: 'date', hidden: true },
        ]}
        rows={data.map((offering) => ({
          id: offering.id,
          href: `/operator/offerings/${offering.slug}`,
          name: { text: offering.name, secondary: offering.description },
          supplier: offering.supplier.name,
          category: offering.category,
          currencies: offering.currencies.join(' '),
          activeProducts: String(offering.activeProducts),
          state: {
            tone: offering.state === 'active' ? 'good' : 'neutral',
            label: t(`states.${offering.state}`),
            id: offering.state,
          },
          validFrom: offering.validFrom,
        }))}
        empty={{ title: t('emptyTitle'), description: t('emptyDescription') }}
      />
    </>
  );
}
