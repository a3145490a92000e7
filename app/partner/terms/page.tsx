import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { AgreementList } from '@/components/partner-bill/agreement-list';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { getPartner } from '@/lib/services/parties/get-partner';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('partner'))('terms.title') };
}

export default async function PartnerTermsPage() {
  const ctx = await requireContext('partner');
  const t = await getTranslations('partner.terms');
  const partner = await getPartner(ctx, ctx.actor.partyId!);
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <AgreementList agreements={partner.agreements} />
    </>
  );
}
