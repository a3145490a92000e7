import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { cycleTone } from '@/components/cycle/cycle-state';
import { DataTable } from '@/components/data-table/data-table';
import { parseListState } from '@/components/data-table/list-state';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { listCycles } from '@/lib/services/cycles/list-cycles';

const states = ['open', 'collecting', 'rating', 'consolidating', 'review', 'approved', 'issued', 'closed'];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('operator.cycles'))('title') };
}

export default async function CyclesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('operator');
  const state = parseListState(await searchParams, {
    sortable: ['period', 'spec', 'accounts'],
    filters: ['state', 'phase'],
    defaultSort: '-period',
  });
  const { data, nextCursor } = await orNotFound(listCycles(ctx, state));
  return (
    <>
      <PageHeader
        title={t('cycles.title')}
        description={t('cycles.description')}
        actions={
          can(ctx.actor, 'cycle.manage') ? (
            <LinkButton href="/operator/cycles/new">{t('newCycle.title')}</LinkButton>
          ) : null
        }
      />
      <DataTable
        label={t('cycles.title')}
        searchable
        defaultSort="-period"
        nextCursor={nextCursor}
        filters={[
          {
            id: 'state',
            label: t('cycles.state'),
            options: states.map((id) => ({ id, label: t(`cycleState.${id}`) })),
          },
          {
            id: 'phase',
            label: t('cycles.phase'),
            multiple: false,
            options: ['running', 'ended'].map((id) => ({ id, label: t(`phase.${id}`) })),
          },
        ]}
        columns={[
          { id: 'spec', header: t('cycles.spec'), kind: 'text', sortable: true },
          { id: 'period', header: t('cycles.period'), kind: 'period', sortable: true },
          { id: 'state', header: t('cycles.state'), kind: 'state' },
          { id: 'accounts', header: t('cycles.accounts'), kind: 'number', sortable: true },
          { id: 'issued', header: t('cycles.issued'), kind: 'number' },
          { id: 'held', header: t('cycles.held'), kind: 'number' },
          { id: 'cutOff', header: t('cycles.cutOff'), kind: 'instant', hidden: true },
          { id: 'waits', header: t('cycles.waits'), kind: 'text' },
        ]}
        rows={data.map((cycle) => ({
          id: cycle.id,
          href: `/operator/cycles/${cycle.id}`,
          spec: cycle.specName,
          period: { from: cycle.periodFrom, to: cycle.periodTo },
          state: { tone: cycleTone(cycle.state), label: t(`cycleState.${cycle.state}`), id: cycle.state },
          accounts: String(cycle.accounts),
          issued: String(cycle.issued),
          held: String(cycle.held),
          cutOff: { at: cycle.cutOffAt, timeZone: cycle.timeZone },
          waits: cycle.attention[0]
            ? t(`attention.${cycle.attention[0].code}`, {
                count: cycle.attention[0].count,
                names: cycle.missingPartners.map((partner) => partner.name).join(', '),
              })
            : null,
        }))}
        empty={{ title: t('cycles.emptyTitle'), description: t('cycles.emptyDescription') }}
      />
    </>
  );
}
