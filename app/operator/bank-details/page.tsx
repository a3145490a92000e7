import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { approveDetails, proposeDetails, rejectDetails } from '@/app/bank-details-actions';
import { DecideDetails } from '@/components/bank-details/decide-details';
import { DetailsTable } from '@/components/bank-details/details-table';
import { ProposeDialog } from '@/components/bank-details/propose-dialog';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { listBankDetails } from '@/lib/services/bank-details/list-bank-details';
import { getOperator } from '@/lib/services/operators/get-operator';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('bankDetails'))('title') };
}

const LATEST = { q: '', sort: null, filters: {}, after: null, pageSize: 200 };

export default async function BankDetailsPage() {
  const ctx = await requireContext('operator');
  const t = await getTranslations('bankDetails');
  const [{ data }, { timeZone }] = await Promise.all([listBankDetails(ctx, null, LATEST), getOperator(ctx)]);
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('descriptionAll')}
        actions={
          can(ctx.actor, 'bank-details.propose') ? (
            <ProposeDialog
              party="operator"
              title={t('proposeOwn')}
              trigger={t('proposeOwn')}
              propose={proposeDetails}
            />
          ) : null
        }
      />
      <DetailsTable
        details={data}
        timeZone={timeZone}
        partyHref={({ party }) =>
          party.kind === 'operator'
            ? '/operator/bank-details'
            : `/operator/partners/${party.slug}/bank-details`
        }
        {...(can(ctx.actor, 'bank-details.approve') && {
          actions: (details) => (
            <DecideDetails details={details} approve={approveDetails} reject={rejectDetails} />
          ),
        })}
      />
    </>
  );
}
