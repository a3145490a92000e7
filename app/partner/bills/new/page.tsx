import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { previewBill, saveBillMapping } from '@/app/partner-bill-actions';
import { SendForm } from '@/components/partner-bill/send-form';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { getPartner } from '@/lib/services/parties/get-partner';
import { listOpenCycles } from '@/lib/services/partner-bills/receiving';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('partner'))('send.title') };
}

export default async function SendBillPage({ searchParams }: PageProps<'/partner/bills/new'>) {
  const ctx = await requireContext('partner');
  const t = await getTranslations('partner');
  const { cycle } = await searchParams;
  const [partner, cycles] = await Promise.all([
    getPartner(ctx, ctx.actor.partyId!),
    listOpenCycles(ctx, ctx.actor.partyId!),
  ]);
  const wanted = cycles.filter(({ id }) => id === cycle);
  return (
    <>
      <PageHeader
        title={t('send.title')}
        description={t('send.description')}
        breadcrumbs={[{ label: t('bills.title'), href: '/partner/bills' }, { label: t('send.title') }]}
      />
      <SendForm
        partner={partner.slug}
        cycles={[...wanted, ...cycles.filter((one) => !wanted.includes(one))]}
        currency={partner.agreements[0]?.currency ?? 'EUR'}
        base="/partner/bills"
        ask={previewBill}
        saveMapping={saveBillMapping}
      />
    </>
  );
}
