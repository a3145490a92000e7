import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { approveDetails, proposeDetails, rejectDetails } from '@/app/bank-details-actions';
import { RecordHeader } from '@/app/operator/partners/[slug]/_components/record-header';
import { readPartner } from '@/app/operator/partners/[slug]/read-partner';
import { DecideDetails } from '@/components/bank-details/decide-details';
import { DetailsTable } from '@/components/bank-details/details-table';
import { ProposeDialog } from '@/components/bank-details/propose-dialog';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { listBankDetails } from '@/lib/services/bank-details/list-bank-details';
import { getOperator } from '@/lib/services/operators/get-operator';

type Props = PageProps<'/operator/partners/[slug]/bank-details'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('bankDetails');
  return { title: `${t('title')}, ${(await readPartner((await params).slug)).name}` };
}

const LATEST = { q: '', sort: null, filters: {}, after: null, pageSize: 200 };

export default async function BankDetailsOfPartnerPage({ params }: Props) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('bankDetails');
  const partner = await readPartner((await params).slug);
  const [{ data }, { timeZone }] = await Promise.all([
    listBankDetails(ctx, partner.id, LATEST),
    getOperator(ctx),
  ]);
  const title = t('proposeFor', { party: partner.name });
  return (
    <>
      <RecordHeader
        partner={partner}
        description={t('descriptionOf', { partner: partner.name })}
        actions={
          can(ctx.actor, 'bank-details.propose') ? (
            <ProposeDialog party={partner.id} title={title} trigger={t('change')} propose={proposeDetails} />
          ) : null
        }
      />
      <DetailsTable
        details={data}
        timeZone={timeZone}
        {...(can(ctx.actor, 'bank-details.approve') && {
          actions: (details) => (
            <DecideDetails details={details} approve={approveDetails} reject={rejectDetails} />
          ),
        })}
      />
    </>
  );
}
