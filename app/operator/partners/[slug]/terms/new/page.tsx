import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { saveAgreement } from '@/app/operator/partners/[slug]/terms/actions';
import { AgreementForm } from '@/components/agreement/agreement-form';
import { placeOptions } from '@/components/agreement/place-options';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { agreementChoices } from '@/lib/services/agreements/agreement-choices';
import { getOperator } from '@/lib/services/operators/get-operator';
import { getPartner } from '@/lib/services/parties/get-partner';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('agreement'))('new') };
}

export default async function NewAgreementPage({ params }: PageProps<'/operator/partners/[slug]/terms/new'>) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('agreement');
  const partner = await orNotFound(getPartner(ctx, (await params).slug));
  const choices = await orNotFound(agreementChoices(ctx));
  const operator = await getOperator(ctx);
  const base = `/operator/partners/${partner.slug}/terms`;
  return (
    <>
      <PageHeader
        title={t('newWith', { partner: partner.name })}
        breadcrumbs={[
          { label: partner.name, href: `/operator/partners/${partner.slug}` },
          { label: t('title'), href: base },
          { label: t('new') },
        ]}
      />
      <AgreementForm
        draft={null}
        partner={{ id: partner.id, name: partner.name }}
        payers={choices.payers.filter(({ id }) => id !== partner.id)}
        operator={{ id: operator.partyId, name: operator.name }}
        currency={operator.currency}
        places={placeOptions(choices, (name) => t('placeCategory', { name }))}
        chains={[{ id: '', label: t('example.alone'), category: null, above: [], below: [] }]}
        base={base}
        save={saveAgreement}
      />
    </>
  );
}
