import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { DisputeList } from '@/app/customer/disputes/dispute-list';
import { requireContext } from '@/lib/auth/viewer';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('dispute'))('title') };
}

export default async function PartnerDisputesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return <DisputeList ctx={await requireContext('partner')} search={await searchParams} />;
}
