import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { MappingContent } from '@/app/partner/accounts/mapping-content';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('mapping'))('title') };
}

export default async function PartnerMappingPage({ searchParams }: PageProps<'/partner/accounts'>) {
  const ctx = await requireContext('partner');
  const t = await getTranslations('mapping');
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <MappingContent
        ctx={ctx}
        partner={ctx.actor.partyId!}
        href="/partner/accounts"
        query={await searchParams}
      />
    </>
  );
}
