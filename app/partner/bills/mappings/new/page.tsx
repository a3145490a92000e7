import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { previewBill, saveBillMapping } from '@/app/partner-bill-actions';
import { BillMappingEditor } from '@/components/bill-mapping/bill-mapping-editor';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('billMapping'))('new') };
}

export default async function NewBillMappingPage() {
  const ctx = await requireContext('partner');
  const t = await getTranslations('billMapping');
  const bills = await getTranslations('partner.bills');
  const base = '/partner/bills/mappings';
  return (
    <>
      <PageHeader
        title={t('new')}
        description={t('newDescription')}
        breadcrumbs={[
          { label: bills('title'), href: '/partner/bills' },
          { label: t('title'), href: base },
          { label: t('new') },
        ]}
      />
      <BillMappingEditor
        mapping={null}
        nextVersion={1}
        partner={ctx.actor.partyId!}
        base={base}
        ask={previewBill}
        save={saveBillMapping}
      />
    </>
  );
}
