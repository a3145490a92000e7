import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { BillMappingTable, billMappingSortable } from '@/components/bill-mapping/bill-mapping-table';
import { parseListState } from '@/components/data-table/list-state';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { getOperator } from '@/lib/services/operators/get-operator';
import { getPartner } from '@/lib/services/parties/get-partner';
import { listBillMappings } from '@/lib/services/partner-bill-mappings/list-bill-mappings';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('billMapping'))('title') };
}

export default async function BillMappingsPage({
  params,
  searchParams,
}: PageProps<'/operator/partners/[slug]/bill-mappings'>) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('billMapping');
  const partners = await getTranslations('partner');
  const partner = await orNotFound(getPartner(ctx, (await params).slug));
  const state = parseListState(await searchParams, {
    sortable: billMappingSortable,
    filters: [],
    defaultSort: 'name',
  });
  const [{ timeZone }, { data, nextCursor }] = await Promise.all([
    getOperator(ctx),
    listBillMappings(ctx, { ...state, filters: { partner: [partner.slug] } }),
  ]);
  const record = `/operator/partners/${partner.slug}`;
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('descriptionOf', { partner: partner.name })}
        breadcrumbs={[
          { label: partners('list.title'), href: '/operator/partners' },
          { label: partner.name, href: record },
          { label: partners('bills.title'), href: `${record}/bills` },
          { label: t('title') },
        ]}
        actions={
          can(ctx.actor, 'partner-bill.receive') ? (
            <LinkButton href={`${record}/bill-mappings/new`} variant="primary">
              {t('new')}
            </LinkButton>
          ) : null
        }
      />
      <BillMappingTable
        mappings={data}
        nextCursor={nextCursor}
        base={`${record}/bill-mappings`}
        timeZone={timeZone}
      />
    </>
  );
}
