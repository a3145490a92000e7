import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { DifferencesView } from '@/app/partner/bills/[id]/differences/differences-view';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { getPartnerBill } from '@/lib/services/partner-bills/get-partner-bill';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('difference'))('title') };
}

export default async function PartnerDifferencesPage({
  params,
  searchParams,
}: PageProps<'/partner/bills/[id]/differences'>) {
  const ctx = await requireContext('partner');
  const t = await getTranslations('partner');
  const bill = await orNotFound(getPartnerBill(ctx, (await params).id));
  return (
    <DifferencesView
      ctx={ctx}
      bill={bill}
      billHref={`/partner/bills/${bill.id}`}
      query={await searchParams}
      breadcrumbs={[{ label: t('bills.title'), href: '/partner/bills' }]}
    />
  );
}
