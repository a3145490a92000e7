import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { DifferencesView } from '@/app/partner/bills/[id]/differences/differences-view';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { getPartnerBill } from '@/lib/services/partner-bills/get-partner-bill';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('difference'))('title') };
}

export default async function DifferencesOfBillPage({
  params,
  searchParams,
}: PageProps<'/operator/partners/[slug]/bills/[id]/differences'>) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('partner');
  const { slug, id } = await params;
  const bill = await orNotFound(getPartnerBill(ctx, id));
  if (bill.partner.slug !== slug) notFound();
  const base = `/operator/partners/${slug}`;
  return (
    <DifferencesView
      ctx={ctx}
      bill={bill}
      billHref={`${base}/bills/${bill.id}`}
      query={await searchParams}
      breadcrumbs={[
        { label: t('list.title'), href: '/operator/partners' },
        { label: bill.partner.name, href: base },
        { label: t('bills.title'), href: `${base}/bills` },
      ]}
    />
  );
}
