import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { acceptBill, rejectBill } from '@/app/operator/partners/[slug]/bills/[id]/actions';
import { parseListState } from '@/components/data-table/list-state';
import { BillPage } from '@/components/partner-bill/bill-page';
import { lineFilters, lineSortable } from '@/components/partner-bill/line-table';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { getOperator } from '@/lib/services/operators/get-operator';
import { getPartnerBill } from '@/lib/services/partner-bills/get-partner-bill';
import { getPartnerBillChanges } from '@/lib/services/partner-bills/list-changes';
import { listPartnerBillLines } from '@/lib/services/partner-bills/list-partner-bill-lines';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('partner'))('bills.title') };
}

export default async function PartnerBillPage({
  params,
  searchParams,
}: PageProps<'/operator/partners/[slug]/bills/[id]'>) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('partner');
  const { slug, id } = await params;
  const query = await searchParams;
  const state = parseListState(query, {
    sortable: lineSortable,
    filters: lineFilters,
    defaultSort: 'lineNo',
  });
  const [bill, operator] = await Promise.all([orNotFound(getPartnerBill(ctx, id)), getOperator(ctx)]);
  if (bill.partner.slug !== slug) notFound();
  const [lines, changes] = await Promise.all([
    listPartnerBillLines(ctx, id, state),
    bill.replaces && getPartnerBillChanges(ctx, id),
  ]);
  const base = `/operator/partners/${slug}`;
  return (
    <BillPage
      bill={bill}
      lines={lines}
      changes={changes}
      deciding={can(ctx.actor, 'partner-bill.decide') ? { accept: acceptBill, reject: rejectBill } : null}
      canSend={can(ctx.actor, 'partner-bill.receive')}
      isOperator
      query={query}
      base={base}
      breadcrumbs={[
        { label: t('list.title'), href: '/operator/partners' },
        { label: bill.partner.name, href: base },
        { label: t('bills.title'), href: `${base}/bills` },
      ]}
      timeZone={operator.timeZone}
    />
  );
}
