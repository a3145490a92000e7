import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { giveConsent, signAgreement } from '@/app/partner/terms/actions';
import { AgreementView } from '@/components/agreement/agreement-view';
import { ConsentSwitch } from '@/components/agreement/consent-switch';
import { SignButton } from '@/components/agreement/sign-button';
import { SignatureTable } from '@/components/agreement/signature-table';
import { toExampleChains } from '@/components/agreement/to-example-chains';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { StateBadge } from '@/components/ui/state-badge';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { exampleChains } from '@/lib/services/agreements/example-chains';
import { getAgreement } from '@/lib/services/agreements/get-agreement';
import { withHash } from '@/lib/services/agreements/with-hash';
import { getOperator } from '@/lib/services/operators/get-operator';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('agreement'))('title') };
}

export default async function PartnerAgreementPage({ params }: PageProps<'/partner/terms/[id]'>) {
  const ctx = await requireContext('partner');
  const t = await getTranslations('agreement');
  const agreement = withHash(await orNotFound(getAgreement(ctx, (await params).id)));
  const { payer, partner, currency, state } = agreement;
  const operator = await getOperator(ctx);
  const own = ctx.actor.partyId;
  const seen = await exampleChains(ctx, { payerId: payer.id, partnerId: partner.id, currency });
  const words = {
    alone: t('example.alone'),
    withoutChain: (offering: string) => t('example.withoutChain', { offering }),
  };
  const chains = toExampleChains(seen, words, (link) => `/partner/terms/${link.agreementId}`);
  // Whoever is above the payer is not this reader's to see.
  const isFromTop = (chains[0]?.above.length ?? 0) > 0;
  const top = isFromTop ? { id: operator.partyId, name: operator.name } : payer;
  const maySign = can(ctx.actor, 'agreement.sign');
  const hasSigned = agreement.signatures.some(({ partyId }) => partyId === own);
  return (
    <>
      <PageHeader
        title={`${payer.name} → ${partner.name}`}
        meta={t('versionOf', { version: agreement.version })}
        breadcrumbs={[
          { label: t('title'), href: '/partner/terms' },
          { label: t('versionOf', { version: agreement.version }) },
        ]}
        state={<StateBadge tone={state === 'signed' ? 'good' : 'attention'} label={t(`state.${state}`)} />}
        actions={
          state === 'offered' && maySign && !hasSigned ? (
            <SignButton
              agreement={{ id: agreement.id, contentHash: agreement.contentHash }}
              party={own === payer.id ? payer.name : partner.name}
              sign={signAgreement}
            />
          ) : null
        }
      />
      <AgreementView agreement={agreement} top={top} chains={chains} />
      {own === partner.id && maySign ? (
        <Section title={t('selfBilling.title')}>
          <ConsentSwitch
            agreement={{ id: agreement.id, selfBillingConsent: agreement.selfBillingConsent }}
            give={giveConsent}
          />
        </Section>
      ) : null}
      <Section title={t('signatures')}>
        <SignatureTable signatures={agreement.signatures} timeZone={operator.timeZone} />
      </Section>
    </>
  );
}
