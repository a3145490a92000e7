import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { agreeConditions } from '@/app/partner/terms/actions';
import { AgreeChangeButton } from '@/components/agreement/agree-change-button';
import { AgreementLink } from '@/components/agreement/agreement-link';
import { AnnouncedChanges } from '@/components/agreement/announced-changes';
import { PayoutFacts } from '@/components/agreement/payout-facts';
import { AgreementList } from '@/components/partner-bill/agreement-list';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { findConditions } from '@/lib/services/agreements/change-conditions';
import { getPartner } from '@/lib/services/parties/get-partner';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('partner'))('terms.title') };
}

export default async function PartnerTermsPage() {
  const ctx = await requireContext('partner');
  const t = await getTranslations('partner.terms');
  const partner = await getPartner(ctx, ctx.actor.partyId!);
  const own = await findConditions(ctx, partner.id);
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <AgreementList
        agreements={partner.agreements}
        actions={Object.fromEntries(
          partner.agreements.map((agreement) => [
            agreement.id,
            <AgreementLink key={agreement.id} agreement={agreement} base="/partner/terms" />,
          ]),
        )}
      />
      {own ? (
        <>
          <AnnouncedChanges
            conditions={own}
            {...(can(ctx.actor, 'payout-conditions.agree') && {
              actions: (announced) => <AgreeChangeButton announced={announced} agree={agreeConditions} />,
            })}
          />
          <PayoutFacts conditions={own} />
        </>
      ) : null}
    </>
  );
}
