import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { parseListState } from '@/components/data-table/list-state';
import { changeFilters, changeSortable } from '@/components/partner-bill/change-table';
import { ChangesPage } from '@/components/partner-bill/changes-page';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { getOperator } from '@/lib/services/operators/get-operator';
import { getPartnerBill } from '@/lib/services/partner-bills/get-partner-bill';
import { getPartnerBillChanges, listPartnerBillChanges } from '@/lib/services/partner-bills/list-changes';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('correction'))('changes') };
}

export default async function BillChangesPage({
  params,
  searchParams,
}: PageProps<'/partner/bills/[id]/changes'>) {
  const ctx = await requireContext('partner');
  const t = await getTranslations('partner');
  const { id } = await params;
  const state = parseListState(await searchParams, {
    sortable: changeSortable,
    filters: changeFilters,
    defaultSort: 'position',
  });
  const [bill, changes, rows, operator] = await Promise.all([
    orNotFound(getPartnerBill(ctx, id)),
    orNotFound(getPartnerBillChanges(ctx, id)),
    orNotFound(listPartnerBillChanges(ctx, id, state)),
    getOperator(ctx),
  ]);
  return (
    <ChangesPage
      bill={bill}
      changes={changes}
      rows={rows}
      billsHref="/partner/bills"
      breadcrumbs={[{ label: t('bills.title'), href: '/partner/bills' }]}
      deciding={null}
      isOperator={false}
      timeZone={operator.timeZone}
    />
  );
}
