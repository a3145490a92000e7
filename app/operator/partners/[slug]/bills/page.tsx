import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { RecordHeader } from '@/app/operator/partners/[slug]/_components/record-header';
import { OpenImports } from '@/components/bill-import/open-imports';
import { parseListState } from '@/components/data-table/list-state';
import { BillTable, billFilters, billSortable } from '@/components/partner-bill/bill-table';
import { LinkButton } from '@/components/ui/link-button';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { getOperator } from '@/lib/services/operators/get-operator';
import { getPartner } from '@/lib/services/parties/get-partner';
import { listOpenImports } from '@/lib/services/partner-bill-imports/list-open-imports';
import { listPartnerBills } from '@/lib/services/partner-bills/list-partner-bills';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('partner'))('bills.title') };
}

export default async function PartnerBillsPage({
  params,
  searchParams,
}: PageProps<'/operator/partners/[slug]/bills'>) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('partner');
  const mappings = await getTranslations('billMapping');
  const { slug } = await params;
  const partner = await orNotFound(getPartner(ctx, slug));
  const spec = { sortable: billSortable, filters: billFilters, defaultSort: '-receivedAt' };
  const state = parseListState(await searchParams, spec);
  const filters = { ...state.filters, partner: [partner.id] };
  const [operator, { data, nextCursor }, imports] = await Promise.all([
    getOperator(ctx),
    listPartnerBills(ctx, { ...state, filters }),
    listOpenImports(ctx, partner.id),
  ]);
  const base = `/operator/partners/${partner.slug}/bills`;
  return (
    <>
      <RecordHeader
        partner={partner}
        actions={
          <>
            <LinkButton href={`/operator/partners/${partner.slug}/bill-mappings`}>
              {mappings('title')}
            </LinkButton>
            <LinkButton href={`${base}/new`} variant="primary">
              {t('send.title')}
            </LinkButton>
          </>
        }
      />
      <OpenImports imports={imports} billsHref={base} />
      <BillTable bills={data} nextCursor={nextCursor} base={base} timeZone={operator.timeZone} />
    </>
  );
}
