import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { RecordHeader } from '@/app/operator/partners/[slug]/_components/record-header';
import { MappingContent } from '@/app/partner/accounts/mapping-content';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { getPartner } from '@/lib/services/parties/get-partner';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('mapping'))('title') };
}

export default async function PartnerMappingPage({
  params,
  searchParams,
}: PageProps<'/operator/partners/[slug]/accounts'>) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('mapping');
  const partner = await orNotFound(getPartner(ctx, (await params).slug));
  return (
    <>
      <RecordHeader partner={partner} description={t('description')} />
      <MappingContent
        ctx={ctx}
        partner={partner.id}
        href={`/operator/partners/${partner.slug}/accounts`}
        query={await searchParams}
      />
    </>
  );
}
