import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { cancelBillImport } from '@/app/partner-bill-actions';
import { ImportPage } from '@/components/bill-import/import-page';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { getOperator } from '@/lib/services/operators/get-operator';
import { getBillImport } from '@/lib/services/partner-bill-imports/get-bill-import';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('billImport'))('title') };
}

export default async function BillImportPage({ params }: PageProps<'/partner/bills/imports/[id]'>) {
  const ctx = await requireContext('partner');
  const t = await getTranslations('partner');
  const { id } = await params;
  const [row, { timeZone }] = await Promise.all([orNotFound(getBillImport(ctx, id)), getOperator(ctx)]);
  return (
    <ImportPage
      row={row}
      billsHref="/partner/bills"
      breadcrumbs={[{ label: t('bills.title'), href: '/partner/bills' }]}
      timeZone={timeZone}
      canSend={can(ctx.actor, 'partner-bill.receive')}
      cancel={cancelBillImport}
    />
  );
}
