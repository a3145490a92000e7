import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { parseListState } from '@/components/data-table/list-state';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { UsageTabs } from '@/components/usage/usage-tabs';
import { MappingTable, mappingSortable } from '@/components/usage-file/mapping-table';
import { requireContext } from '@/lib/auth/viewer';
import { getOperator } from '@/lib/services/operators/get-operator';
import { listUsageMappings } from '@/lib/services/usage-mappings/list-usage-mappings';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('usageFile'))('mappings.title') };
}

export default async function UsageMappingsPage({ searchParams }: PageProps<'/operator/usage/mappings'>) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('usageFile');
  const state = parseListState(await searchParams, {
    sortable: mappingSortable,
    filters: [],
    defaultSort: 'name',
  });
  const [{ timeZone }, { data, nextCursor }] = await Promise.all([
    getOperator(ctx),
    listUsageMappings(ctx, state),
  ]);
  const make = (
    <LinkButton href="/operator/usage/mappings/new" variant="primary">
      {t('mappings.new')}
    </LinkButton>
  );
  return (
    <>
      <PageHeader title={t('mappings.title')} description={t('mappings.description')} actions={make} />
      <UsageTabs base="/operator/usage" />
      <MappingTable
        mappings={data}
        nextCursor={nextCursor}
        base="/operator/usage/mappings"
        timeZone={timeZone}
        showsSender
      />
    </>
  );
}
