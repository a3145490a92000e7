import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { previewBill, retireBillMapping, saveBillMapping } from '@/app/partner-bill-actions';
import { BillMappingPage } from '@/components/bill-mapping/bill-mapping-page';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { getOperator } from '@/lib/services/operators/get-operator';
import { getBillMapping } from '@/lib/services/partner-bill-mappings/get-bill-mapping';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('billMapping'))('title') };
}

export default async function OperatorBillMappingPage({
  params,
}: PageProps<'/operator/partners/[slug]/bill-mappings/[id]'>) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('billMapping');
  const partners = await getTranslations('partner');
  const { slug, id } = await params;
  const [mapping, { timeZone }] = await Promise.all([orNotFound(getBillMapping(ctx, id)), getOperator(ctx)]);
  const base = `/operator/partners/${slug}/bill-mappings`;
  return (
    <BillMappingPage
      mapping={mapping}
      base={base}
      breadcrumbs={[
        { label: partners('list.title'), href: '/operator/partners' },
        { label: mapping.partner.name, href: `/operator/partners/${slug}` },
        { label: t('title'), href: base },
      ]}
      timeZone={timeZone}
      canSave={can(ctx.actor, 'partner-bill.receive')}
      ask={previewBill}
      save={saveBillMapping}
      retire={retireBillMapping}
    />
  );
}
