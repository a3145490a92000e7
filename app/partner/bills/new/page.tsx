import type { Metadata } from 'next';
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

export default async function SendBillPage({ searchParams }: PageProps<'/partner/bills/new'>) {
  const ctx = await requireContext('partner');
  const t = await getTranslations('partner');
  const words = await getTranslations('correction');
  const { cycle, replaces } = await searchParams;
  const [partner, corrected, open] = await Promise.all([
    getPartner(ctx, ctx.actor.partyId!),
    typeof replaces === 'string' ? orNotFound(getPartnerBill(ctx, replaces)) : null,
    listOpenCycles(ctx, ctx.actor.partyId!),
  ]);
  const cycles = corrected ? [corrected.cycle] : open;
  const wanted = cycles.filter(({ id }) => id === cycle);
  const title = corrected ? words('send') : t('send.title');
  return (
    <>
      <PageHeader
        title={title}
        description={corrected ? words('sendNote', { bill: corrected.externalId }) : t('send.description')}
        breadcrumbs={[
          { label: t('bills.title'), href: '/partner/bills' },
          ...(corrected ? [{ label: corrected.externalId, href: `/partner/bills/${corrected.id}` }] : []),
          { label: title },
        ]}
      />
      <SendForm
        partner={partner.slug}
        cycles={[...wanted, ...cycles.filter((one) => !wanted.includes(one))]}
        currency={partner.agreements[0]?.currency ?? 'EUR'}
        base="/partner/bills"
        ask={previewBill}
        saveMapping={saveBillMapping}
        replaces={corrected && { id: corrected.id, externalId: corrected.externalId }}
      />
    </>
  );
}
