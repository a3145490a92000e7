import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { proposeDetails, withdrawDetails } from '@/app/bank-details-actions';
import { DetailsTable } from '@/components/bank-details/details-table';
import { ProposeDialog } from '@/components/bank-details/propose-dialog';
import { WithdrawButton } from '@/components/bank-details/withdraw-button';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { listBankDetails } from '@/lib/services/bank-details/list-bank-details';
import { getOperator } from '@/lib/services/operators/get-operator';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('bankDetails'))('title') };
}

const ALL = { q: '', sort: null, filters: {}, after: null, pageSize: 200 };

export default async function PartnerBankDetailsPage() {
  const ctx = await requireContext('partner');
  const t = await getTranslations('bankDetails');
  const [{ data }, { timeZone }] = await Promise.all([listBankDetails(ctx, null, ALL), getOperator(ctx)]);
  const canPropose = can(ctx.actor, 'bank-details.propose');
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('descriptionPartner')}
        actions={
          canPropose ? (
            <ProposeDialog party={null} title={t('change')} trigger={t('change')} propose={proposeDetails} />
          ) : null
        }
      />
      <DetailsTable
        details={data}
        timeZone={timeZone}
        {...(canPropose && {
          actions: ({ id }) => <WithdrawButton id={id} withdraw={withdrawDetails} />,
        })}
      />
    </>
  );
}
