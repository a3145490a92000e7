import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { startRun } from '@/app/operator/payouts/actions';
import { lastDayBefore } from '@/app/operator/payouts/last-day-before';
import { PayoutTabs } from '@/app/operator/payouts/payout-tabs';
import { parseListState } from '@/components/data-table/list-state';
import { NewRunButton } from '@/components/payout/new-run-button';
import { PayoutTable } from '@/components/payout/payout-table';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { today } from '@/lib/services/operators/today';
import { listPayouts } from '@/lib/services/payouts/list-payouts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('payout'))('title') };
}

export default async function PayoutsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('payout');
  const state = parseListState(await searchParams, {
    sortable: ['through', 'amount'],
    filters: ['state', 'run'],
  });
  const [payouts, day] = await Promise.all([orNotFound(listPayouts(ctx, state)), today(ctx)]);
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={
          can(ctx.actor, 'payout.manage') ? (
            <NewRunButton today={day} through={lastDayBefore(day)} start={startRun} />
          ) : null
        }
      />
      <PayoutTabs />
      <PayoutTable payouts={payouts.data} nextCursor={payouts.nextCursor} home="/operator/payouts" />
    </>
  );
}
