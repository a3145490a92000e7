import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { previewBill, saveBillMapping } from '@/app/partner-bill-actions';
import { SendForm } from '@/components/partner-bill/send-form';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { getPartner } from '@/lib/services/parties/get-partner';
import { getPartnerBill } from '@/lib/services/partner-bills/get-partner-bill';
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
  const words = await getTranslations('correction');
  const { cycle, replaces } = await searchParams;
  const partner = await orNotFound(getPartner(ctx, slug));
  const corrected = typeof replaces === 'string' ? await orNotFound(getPartnerBill(ctx, replaces)) : null;
  if (corrected && corrected.partner.id !== partner.id) notFound();
  const cycles = corrected ? [corrected.cycle] : await listOpenCycles(ctx, partner.id);
  const title = corrected ? words('send') : t('send.title');
  const wanted = cycles.filter(({ id }) => id === cycle);
  const base = `/operator/partners/${partner.slug}`;
  return (
    <>
      <PageHeader
        title={title}
        description={
          corrected
            ? words('sendNote', { bill: corrected.externalId })
            : t('send.descriptionOf', { partner: partner.name })
        }
        breadcrumbs={[
          { label: t('list.title'), href: '/operator/partners' },
          { label: partner.name, href: base },
          { label: t('bills.title'), href: `${base}/bills` },
          ...(corrected ? [{ label: corrected.externalId, href: `${base}/bills/${corrected.id}` }] : []),
          { label: title },
        ]}
      />
      <SendForm
        partner={partner.slug}
        cycles={[...wanted, ...cycles.filter((one) => !wanted.includes(one))]}
        currency={partner.agreements.find((one) => one.partner.id === partner.id)?.currency ?? 'EUR'}
        base={`${base}/bills`}
        ask={previewBill}
        saveMapping={saveBillMapping}
        replaces={corrected && { id: corrected.id, externalId: corrected.externalId }}
      />
    </>
  );
}
