import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { RecordHeader } from '@/app/operator/partners/[slug]/_components/record-header';
import { readPartner } from '@/app/operator/partners/[slug]/read-partner';
import { changeConditions, withdrawConditions } from '@/app/operator/partners/[slug]/terms/actions';
import { AgreementLink } from '@/components/agreement/agreement-link';
import { AnnouncedChanges } from '@/components/agreement/announced-changes';
import { ConditionsDialog } from '@/components/agreement/conditions-dialog';
import { PayoutFacts } from '@/components/agreement/payout-facts';
import { WithdrawChangeButton } from '@/components/agreement/withdraw-change-button';
import { AgreementList } from '@/components/partner-bill/agreement-list';
import { LinkButton } from '@/components/ui/link-button';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { findConditions } from '@/lib/services/agreements/change-conditions';

type Props = PageProps<'/operator/partners/[slug]/terms'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('partner');
  return { title: `${t('terms.title')}, ${(await readPartner((await params).slug)).name}` };
}

export default async function PartnerTermsPage({ params }: Props) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('agreement');
  const partner = await readPartner((await params).slug);
  const own = await findConditions(ctx, partner.id);
  const base = `/operator/partners/${partner.slug}/terms`;
  const canManage = can(ctx.actor, 'agreement.manage');
  return (
    <>
      <RecordHeader
        partner={partner}
        actions={
          canManage ? (
            <LinkButton href={`${base}/new`} variant="primary">
              {t('new')}
            </LinkButton>
          ) : null
        }
      />
      <AgreementList
        agreements={partner.agreements}
        actions={Object.fromEntries(
          partner.agreements.map((agreement) => [
            agreement.id,
            <>
              {own?.agreementId === agreement.id && canManage ? (
                <ConditionsDialog partner={partner} conditions={own} change={changeConditions} />
              ) : null}
              <AgreementLink agreement={agreement} base={base} />
            </>,
          ]),
        )}
      />
      {own ? (
        <>
          <AnnouncedChanges
            conditions={own}
            {...(canManage && {
              actions: ({ id }) => (
                <WithdrawChangeButton partner={partner} change={id} withdraw={withdrawConditions} />
              ),
            })}
          />
          <PayoutFacts conditions={own} />
        </>
      ) : null}
    </>
  );
}
