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

export default async function PartnerBillMappingPage({ params }: PageProps<'/partner/bills/mappings/[id]'>) {
  const ctx = await requireContext('partner');
  const t = await getTranslations('billMapping');
  const bills = await getTranslations('partner.bills');
  const { id } = await params;
  const [mapping, { timeZone }] = await Promise.all([orNotFound(getBillMapping(ctx, id)), getOperator(ctx)]);
  const base = '/partner/bills/mappings';
  return (
    <BillMappingPage
      mapping={mapping}
      base={base}
      breadcrumbs={[
        { label: bills('title'), href: '/partner/bills' },
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
