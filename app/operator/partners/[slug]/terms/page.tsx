import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { RecordHeader } from '@/app/operator/partners/[slug]/_components/record-header';
import { changeConditions } from '@/app/operator/partners/[slug]/terms/actions';
import { ConditionsDialog } from '@/components/agreement/conditions-dialog';
import { AgreementList } from '@/components/partner-bill/agreement-list';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { findConditions } from '@/lib/services/agreements/change-conditions';
import { getPartner } from '@/lib/services/parties/get-partner';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('partner'))('terms.title') };
}

export default async function PartnerTermsPage({ params }: PageProps<'/operator/partners/[slug]/terms'>) {
  const ctx = await requireContext('operator');
  const partner = await orNotFound(getPartner(ctx, (await params).slug));
  const own = await findConditions(ctx, partner.id);
  return (
    <>
      <RecordHeader partner={partner} />
      <AgreementList
        agreements={partner.agreements}
        actions={
          own && can(ctx.actor, 'agreement.manage')
            ? {
                [own.agreementId]: (
                  <ConditionsDialog partner={partner} conditions={own} change={changeConditions} />
                ),
              }
            : {}
        }
      />
    </>
  );
}
