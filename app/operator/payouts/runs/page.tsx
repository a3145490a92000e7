import type { Metadata } from 'next';
import { getLocale, getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { startRun } from '@/app/operator/payouts/actions';
import { lastDayBefore } from '@/app/operator/payouts/last-day-before';
import { PayoutTabs } from '@/app/operator/payouts/payout-tabs';
import { DataTable } from '@/components/data-table/data-table';
import { parseListState } from '@/components/data-table/list-state';
import { NewRunButton } from '@/components/payout/new-run-button';
import { runTone } from '@/components/payout/payout-state';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { formatMoney } from '@/lib/format/money';
import { orNotFound } from '@/lib/http/or-not-found';
import { getOperator } from '@/lib/services/operators/get-operator';
import { today } from '@/lib/services/operators/today';
import { listSettlementRuns } from '@/lib/services/settlement-runs/list-settlement-runs';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('payout'))('tabs.runs') };
}

export default async function SettlementRunsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('payout');
  const state = parseListState(await searchParams, {
    sortable: ['through', 'created'],
    defaultSort: '-created',
  });
  const [runs, { timeZone }, day] = await Promise.all([
    orNotFound(listSettlementRuns(ctx, state)),
    getOperator(ctx),
    today(ctx),
  ]);
  const locale = await getLocale();
  return (
    <>
      <PageHeader
        title={t('tabs.runs')}
        description={t('run.runsDescription')}
        actions={
          can(ctx.actor, 'payout.manage') ? (
            <NewRunButton today={day} through={lastDayBefore(day)} start={startRun} />
          ) : null
        }
      />
      <PayoutTabs />
      <DataTable
        label={t('tabs.runs')}
        searchable={false}
        defaultSort="-created"
        nextCursor={runs.nextCursor}
        columns={[
          { id: 'through', header: t('table.through'), kind: 'date', sortable: true },
          { id: 'state', header: t('run.state'), kind: 'state' },
          { id: 'payouts', header: t('run.payouts'), kind: 'number' },
          { id: 'issues', header: t('run.issues'), kind: 'number' },
          { id: 'total', header: t('run.total'), kind: 'text' },
          { id: 'preparedBy', header: t('run.preparedBy'), kind: 'text' },
          { id: 'approvedBy', header: t('run.approvedBy'), kind: 'text' },
          { id: 'created', header: t('run.created'), kind: 'instant', sortable: true },
        ]}
        rows={runs.data.map((run) => ({
          id: run.id,
          href: `/operator/payouts/runs/${run.id}`,
          through: run.through,
          state: { tone: runTone(run.state), label: t(`runState.${run.state}`), id: run.state },
          payouts: String(run.payouts.total),
          issues: String(run.payouts.held),
          total: run.totals.map(({ amount, currency }) => formatMoney(amount, currency, locale)).join(' · '),
          preparedBy: run.preparedBy,
          approvedBy: run.approvedBy,
          created: { at: run.createdAt, timeZone },
        }))}
        empty={{ title: t('run.emptyTitle'), description: t('run.emptyDescription') }}
      />
    </>
  );
}
