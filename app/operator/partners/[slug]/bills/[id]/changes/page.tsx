import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { acceptBill, rejectBill } from '@/app/operator/partners/[slug]/bills/[id]/actions';
import { parseListState } from '@/components/data-table/list-state';
import { changeFilters, changeSortable } from '@/components/partner-bill/change-table';
import { ChangesPage } from '@/components/partner-bill/changes-page';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
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
}: PageProps<'/operator/partners/[slug]/bills/[id]/changes'>) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('partner');
  const { slug, id } = await params;
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
  if (bill.partner.slug !== slug) notFound();
  const base = `/operator/partners/${slug}`;
  return (
    <ChangesPage
      bill={bill}
      changes={changes}
      rows={rows}
      billsHref={`${base}/bills`}
      breadcrumbs={[
        { label: t('list.title'), href: '/operator/partners' },
        { label: bill.partner.name, href: base },
        { label: t('bills.title'), href: `${base}/bills` },
      ]}
      deciding={can(ctx.actor, 'partner-bill.decide') ? { accept: acceptBill, reject: rejectBill } : null}
      isOperator
      timeZone={operator.timeZone}
    />
  );
}
