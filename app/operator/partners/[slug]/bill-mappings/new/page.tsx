import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { previewBill, saveBillMapping } from '@/app/partner-bill-actions';
import { BillMappingEditor } from '@/components/bill-mapping/bill-mapping-editor';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { getPartner } from '@/lib/services/parties/get-partner';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('billMapping'))('new') };
}

export default async function NewBillMappingPage({
  params,
}: PageProps<'/operator/partners/[slug]/bill-mappings/new'>) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('billMapping');
  const partners = await getTranslations('partner');
  const partner = await orNotFound(getPartner(ctx, (await params).slug));
  const record = `/operator/partners/${partner.slug}`;
  return (
    <>
      <PageHeader
        title={t('new')}
        description={t('newDescription')}
        breadcrumbs={[
          { label: partners('list.title'), href: '/operator/partners' },
          { label: partner.name, href: record },
          { label: t('title'), href: `${record}/bill-mappings` },
          { label: t('new') },
        ]}
      />
      <BillMappingEditor
        mapping={null}
        nextVersion={1}
        partner={partner.slug}
        base={`${record}/bill-mappings`}
        ask={previewBill}
        save={saveBillMapping}
      />
    </>
  );
}
