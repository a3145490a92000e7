import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { parseListState } from '@/components/data-table/list-state';
import { NextPayout } from '@/components/payout/next-payout';
import { PayoutTable } from '@/components/payout/payout-table';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { getOperator } from '@/lib/services/operators/get-operator';
import { getNextPayout } from '@/lib/services/payouts/get-next-payout';
import { listPayouts } from '@/lib/services/payouts/list-payouts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('payout'))('title') };
}

export default async function PartnerPayoutsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requireContext('partner');
  const t = await getTranslations('payout');
  const state = parseListState(await searchParams, { sortable: ['through', 'amount'], filters: ['state'] });
  const [payouts, next, { timeZone }] = await Promise.all([
    orNotFound(listPayouts(ctx, state)),
    getNextPayout(ctx, null),
    getOperator(ctx),
  ]);
  return (
    <>
      <PageHeader title={t('title')} description={t('ownDescription')} />
      <NextPayout next={next} timeZone={timeZone} home="/partner/payouts" />
      <Section title={t('title')} id="payouts">
        <PayoutTable payouts={payouts.data} nextCursor={payouts.nextCursor} home="/partner/payouts" isOwn />
      </Section>
    </>
  );
}
