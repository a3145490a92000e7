import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
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

export default async function BillImportPage({
  params,
}: PageProps<'/operator/partners/[slug]/bills/imports/[id]'>) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('partner');
  const { slug, id } = await params;
  const [row, { timeZone }] = await Promise.all([orNotFound(getBillImport(ctx, id)), getOperator(ctx)]);
  if (row.partner.slug !== slug) notFound();
  const base = `/operator/partners/${slug}`;
  return (
    <ImportPage
      row={row}
      billsHref={`${base}/bills`}
      breadcrumbs={[
        { label: t('list.title'), href: '/operator/partners' },
        { label: row.partner.name, href: base },
        { label: t('bills.title'), href: `${base}/bills` },
      ]}
      timeZone={timeZone}
      canSend={can(ctx.actor, 'partner-bill.receive')}
      cancel={cancelBillImport}
    />
  );
}
