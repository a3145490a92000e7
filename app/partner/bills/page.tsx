import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { OpenImports } from '@/components/bill-import/open-imports';
import { parseListState } from '@/components/data-table/list-state';
import { BillTable, billFilters, billSortable } from '@/components/partner-bill/bill-table';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { getOperator } from '@/lib/services/operators/get-operator';
import { listOpenImports } from '@/lib/services/partner-bill-imports/list-open-imports';
import { listPartnerBills } from '@/lib/services/partner-bills/list-partner-bills';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('partner'))('bills.title') };
}

export default async function PartnerBillsPage({ searchParams }: PageProps<'/partner/bills'>) {
  const ctx = await requireContext('partner');
  const t = await getTranslations('partner');
  const mappings = await getTranslations('billMapping');
  const spec = { sortable: billSortable, filters: billFilters, defaultSort: '-receivedAt' };
  const state = parseListState(await searchParams, spec);
  const [operator, { data, nextCursor }, imports] = await Promise.all([
    getOperator(ctx),
    listPartnerBills(ctx, state),
    listOpenImports(ctx, ctx.actor.partyId!),
  ]);
  return (
    <>
      <PageHeader
        title={t('bills.title')}
        description={t('bills.description')}
        actions={
          <>
            <LinkButton href="/partner/bills/mappings">{mappings('title')}</LinkButton>
            <LinkButton href="/partner/bills/new" variant="primary">
              {t('send.title')}
            </LinkButton>
          </>
        }
      />
      <OpenImports imports={imports} billsHref="/partner/bills" />
      <BillTable bills={data} nextCursor={nextCursor} base="/partner/bills" timeZone={operator.timeZone} />
    </>
  );
}
