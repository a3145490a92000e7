import { getLocale, getTranslations } from 'next-intl/server';
import { runTone } from '@/components/run/run-state';
import { InstantText } from '@/components/time/instant-text';
import { PlainTable } from '@/components/ui/plain-table';
import { Section } from '@/components/ui/section';
import { StateBadge } from '@/components/ui/state-badge';
import { formatCount } from '@/lib/format/quantity';
import type { BillRunListItem } from '@/lib/services/bill-runs/list-bill-runs';

export type RunHistoryProps = {
  cycleId: string;
  runs: readonly BillRunListItem[];
  shownId: string | null;
  timeZone: string;
};

/** Who ran the cycle when, and what it changed. */
export async function RunHistory({ cycleId, runs, shownId, timeZone }: RunHistoryProps) {
  const t = await getTranslations('operator.run');
  const locale = await getLocale();
  const end = 'end' as const;
  return (
    <Section title={t('history')}>
      <PlainTable
        caption={t('history')}
        empty={t('noRuns')}
        columns={[
          { id: 'at', header: t('startedAt') },
          { id: 'kind', header: t('kind') },
          { id: 'by', header: t('by') },
          { id: 'state', header: t('state') },
          { id: 'created', header: t('change.created'), align: end },
          { id: 'updated', header: t('change.updated'), align: end },
          { id: 'unchanged', header: t('change.unchanged'), align: end },
          { id: 'held', header: t('change.held'), align: end },
        ]}
        rows={runs.map((run) => ({
          id: run.id,
          ...(run.id === shownId ? {} : { href: `/operator/cycles/${cycleId}?run=${run.id}` }),
          cells: {
            at: <InstantText value={run.createdAt} timeZone={timeZone} />,
            kind: t(run.dryRun ? 'dry' : 'real'),
            by: run.requestedBy,
            state:
              run.dryRun && run.state === 'review' ? (
                <StateBadge tone="good" label={t('dryDone')} />
              ) : (
                <StateBadge tone={runTone(run.state)} label={t(`phase.${run.state}`)} />
              ),
            created: formatCount(run.created, locale),
            updated: formatCount(run.updated, locale),
            unchanged: formatCount(run.unchanged, locale),
            held: formatCount(run.held, locale),
          },
        }))}
      />
    </Section>
  );
}
