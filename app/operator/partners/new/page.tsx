import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { addPartner } from '@/app/operator/partners/new/actions';
import { PartnerForm } from '@/components/partner/partner-form';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { getOperator } from '@/lib/services/operators/get-operator';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('partner'))('new.title') };
}

export default async function NewPartnerPage() {
  const ctx = await requireContext('operator');
  if (!can(ctx.actor, 'agreement.manage')) notFound();
  const t = await getTranslations('partner');
  const { currency } = await getOperator(ctx);
  return (
    <>
      <PageHeader
        title={t('new.title')}
        description={t('new.description')}
        breadcrumbs={[{ label: t('list.title'), href: '/operator/partners' }, { label: t('new.title') }]}
      />
      <PartnerForm currency={currency} validFrom={`${ctx.now.slice(0, 4)}-01-01`} add={addPartner} />
    </>
  );
}
