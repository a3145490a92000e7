import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
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

export default async function PartnerBillPage({ params, searchParams }: PageProps<'/partner/bills/[id]'>) {
  const ctx = await requireContext('partner');
  const t = await getTranslations('partner');
  const { id } = await params;
  const query = await searchParams;
  const state = parseListState(query, {
    sortable: lineSortable,
    filters: lineFilters,
    defaultSort: 'lineNo',
  });
  const [bill, operator] = await Promise.all([orNotFound(getPartnerBill(ctx, id)), getOperator(ctx)]);
  const [lines, changes] = await Promise.all([
    listPartnerBillLines(ctx, id, state),
    bill.replaces && getPartnerBillChanges(ctx, id),
  ]);
  return (
    <BillPage
      bill={bill}
      lines={lines}
      changes={changes}
      deciding={null}
      canSend={can(ctx.actor, 'partner-bill.receive')}
      isOperator={false}
      query={query}
      base="/partner"
      breadcrumbs={[{ label: t('bills.title'), href: '/partner/bills' }]}
      timeZone={operator.timeZone}
    />
  );
}
