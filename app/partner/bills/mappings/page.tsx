import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { BillMappingTable, billMappingSortable } from '@/components/bill-mapping/bill-mapping-table';
import { parseListState } from '@/components/data-table/list-state';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { getOperator } from '@/lib/services/operators/get-operator';
import { listBillMappings } from '@/lib/services/partner-bill-mappings/list-bill-mappings';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('billMapping'))('title') };
}

export default async function BillMappingsPage({ searchParams }: PageProps<'/partner/bills/mappings'>) {
  const ctx = await requireContext('partner');
  const t = await getTranslations('billMapping');
  const bills = await getTranslations('partner.bills');
  const state = parseListState(await searchParams, {
    sortable: billMappingSortable,
    filters: [],
    defaultSort: 'name',
  });
  const [{ timeZone }, { data, nextCursor }] = await Promise.all([
    getOperator(ctx),
    listBillMappings(ctx, state),
  ]);
  const base = '/partner/bills/mappings';
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        breadcrumbs={[{ label: bills('title'), href: '/partner/bills' }, { label: t('title') }]}
        actions={
          can(ctx.actor, 'partner-bill.receive') ? (
            <LinkButton href={`${base}/new`} variant="primary">
              {t('new')}
            </LinkButton>
          ) : null
        }
      />
      <BillMappingTable mappings={data} nextCursor={nextCursor} base={base} timeZone={timeZone} />
    </>
  );
}
