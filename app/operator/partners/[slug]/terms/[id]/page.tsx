import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { beginVersion, saveAgreement } from '@/app/operator/partners/[slug]/terms/actions';
import { signAgreement } from '@/app/partner/terms/actions';
import { AgreementForm } from '@/components/agreement/agreement-form';
import { AgreementView } from '@/components/agreement/agreement-view';
import { placeOptions } from '@/components/agreement/place-options';
import { SignButton } from '@/components/agreement/sign-button';
import { SignatureTable } from '@/components/agreement/signature-table';
import { toExampleChains } from '@/components/agreement/to-example-chains';
import { VersionDialog } from '@/components/agreement/version-dialog';
import { Callout } from '@/components/ui/callout';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { StateBadge } from '@/components/ui/state-badge';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { agreementChoices } from '@/lib/services/agreements/agreement-choices';
import { exampleChains } from '@/lib/services/agreements/example-chains';
import { getAgreement } from '@/lib/services/agreements/get-agreement';
import { withHash } from '@/lib/services/agreements/with-hash';
import { getOperator } from '@/lib/services/operators/get-operator';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('agreement'))('title') };
}

export default async function AgreementPage({ params }: PageProps<'/operator/partners/[slug]/terms/[id]'>) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('agreement');
  const { slug, id } = await params;
  const agreement = withHash(await orNotFound(getAgreement(ctx, id)));
  const { payer, partner, currency, state } = agreement;
  const operator = await getOperator(ctx);
  const house = { id: operator.partyId, name: operator.name };
  const chains = toExampleChains(
    await exampleChains(ctx, { payerId: payer.id, partnerId: partner.id, currency }),
    { alone: t('example.alone'), withoutChain: (offering) => t('example.withoutChain', { offering }) },
    (link) => `/operator/partners/${link.slug}/terms/${link.agreementId}`,
  );
  const base = `/operator/partners/${slug}/terms`;
  const canManage = can(ctx.actor, 'agreement.manage');
  const hasSigned = agreement.signatures.some(({ partyId }) => partyId === operator.partyId);
  return (
    <>
      <PageHeader
        title={`${payer.name} → ${partner.name}`}
        meta={t('versionOf', { version: agreement.version })}
        breadcrumbs={[
          { label: partner.name, href: `/operator/partners/${partner.slug}` },
          { label: t('title'), href: base },
          { label: t('versionOf', { version: agreement.version }) },
        ]}
        state={<StateBadge tone={TONES[state]} label={t(`state.${state}`)} />}
        actions={
          !canManage ? null : state === 'signed' ? (
            <VersionDialog id={agreement.id} base={base} begin={beginVersion} />
          ) : hasSigned ? null : (
            <SignButton
              agreement={{ id: agreement.id, contentHash: agreement.contentHash }}
              party={operator.name}
              sign={signAgreement}
            />
          )
        }
      />
      <Callout>{t(`stateNote.${state}`, { partner: partner.name })}</Callout>
      {state !== 'signed' && canManage ? (
        <AgreementForm
          key={agreement.contentHash}
          draft={agreement}
          partner={partner}
          payers={[payer]}
          operator={house}
          currency={currency}
          places={placeOptions(await agreementChoices(ctx), (name) => t('placeCategory', { name }))}
          {...{ chains, base }}
          save={saveAgreement}
        />
      ) : (
        <AgreementView agreement={agreement} top={house} chains={chains} />
      )}
      <Section title={t('signatures')}>
        <SignatureTable signatures={agreement.signatures} timeZone={operator.timeZone} />
      </Section>
    </>
  );
}

const TONES = { draft: 'neutral', offered: 'attention', signed: 'good' } as const;
