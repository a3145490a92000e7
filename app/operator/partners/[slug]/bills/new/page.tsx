import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { previewBill, saveBillMapping } from '@/app/partner-bill-actions';
import { SendForm } from '@/components/partner-bill/send-form';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { getPartner } from '@/lib/services/parties/get-partner';
import { listOpenCycles } from '@/lib/services/partner-bills/receiving';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('partner'))('send.title') };
}

export default async function SendBillPage({
  params,
  searchParams,
}: PageProps<'/operator/partners/[slug]/bills/new'>) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('partner');
  const { slug } = await params;
  const { cycle } = await searchParams;
  const partner = await orNotFound(getPartner(ctx, slug));
  const cycles = await listOpenCycles(ctx, partner.id);
  const wanted = cycles.filter(({ id }) => id === cycle);
  const base = `/operator/partners/${partner.slug}`;
  return (
    <>
      <PageHeader
        title={t('send.title')}
        description={t('send.descriptionOf', { partner: partner.name })}
        breadcrumbs={[
          { label: t('list.title'), href: '/operator/partners' },
          { label: partner.name, href: base },
          { label: t('bills.title'), href: `${base}/bills` },
          { label: t('send.title') },
        ]}
      />
      <SendForm
        partner={partner.slug}
        cycles={[...wanted, ...cycles.filter((one) => !wanted.includes(one))]}
        currency={partner.agreements.find((one) => one.partner.id === partner.id)?.currency ?? 'EUR'}
        base={`${base}/bills`}
        ask={previewBill}
        saveMapping={saveBillMapping}
      />
    </>
  );
}
