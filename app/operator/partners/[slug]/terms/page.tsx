import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { RecordHeader } from '@/app/operator/partners/[slug]/_components/record-header';
import { AgreementList } from '@/components/partner-bill/agreement-list';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { getPartner } from '@/lib/services/parties/get-partner';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('partner'))('terms.title') };
}

export default async function PartnerTermsPage({ params }: PageProps<'/operator/partners/[slug]/terms'>) {
  const ctx = await requireContext('operator');
  const partner = await orNotFound(getPartner(ctx, (await params).slug));
  return (
    <>
      <RecordHeader partner={partner} />
      <AgreementList agreements={partner.agreements} />
    </>
  );
}
