import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { EventSheet } from '@/components/suspense/event-sheet';
import { GroupTable } from '@/components/suspense/group-table';
import { type LateUsage, LateUsageTable } from '@/components/suspense/late-usage-table';
import { RecycleProgress } from '@/components/suspense/recycle-progress';
import { SuspenseFigures } from '@/components/suspense/suspense-figures';
import { SuspenseTable } from '@/components/suspense/suspense-table';
import type {
  FixChoices,
  Recycle,
  SuspenseActions,
  WaitingDetail,
  WaitingEvent,
  WaitingSummary,
} from '@/components/suspense/suspense-view';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { UsageTabs } from '@/components/usage/usage-tabs';

export type SuspensePageProps = {
  base: '/operator/usage' | '/partner/usage';
  summary: WaitingSummary;
  events: { data: readonly WaitingEvent[]; nextCursor: string | null };
  /** The one that is open; null when none is. */
  open: { event: WaitingDetail; choices: FixChoices } | null;
  late: readonly LateUsage[];
  recycles: readonly Recycle[];
  actions: SuspenseActions;
  canChange: boolean;
  query: Readonly<Record<string, string | string[] | undefined>>;
  timeZone: string;
};

/** Everything that waits: by money, by reason, one by one, with the fix beside it. */
export function SuspensePage(props: SuspensePageProps): ReactNode {
  const { base, summary, events, open, late, recycles, actions, canChange, query, timeZone } = props;
  const t = useTranslations('suspense');
  const listHref = `${base}/suspense`;
  const shownRecycles = recycles.slice(0, 1);
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <UsageTabs base={base} />
      <SuspenseFigures summary={summary} />
      {shownRecycles.map((recycle) => (
        <RecycleProgress key={recycle.id} initial={recycle} ask={actions.askRecycle} />
      ))}
      {summary.groups.length > 0 ? (
        <Section title={t('groups')} description={t('groupsNote')}>
          <GroupTable
            groups={summary.groups.slice(0, GROUPS_SHOWN)}
            listHref={listHref}
            timeZone={timeZone}
            showSender={base === '/operator/usage'}
          />
        </Section>
      ) : null}
      {late.length > 0 ? (
        <Section title={t('late.title')} description={t('late.note')} id="late">
          <LateUsageTable rows={late} timeZone={timeZone} />
        </Section>
      ) : null}
      <Section title={t('eventsTitle')} description={t('eventsNote')} id="events">
        <SuspenseTable
          events={events.data}
          nextCursor={events.nextCursor}
          filters={filtersOf(summary)}
          actions={actions}
          canChange={canChange}
          timeZone={timeZone}
        />
      </Section>
      {open ? (
        <EventSheet
          key={open.event.id}
          event={open.event}
          choices={open.choices}
          actions={actions}
          canChange={canChange}
          closeHref={`${listHref}${withoutEvent(query)}`}
          timeZone={timeZone}
        />
      ) : null}
    </>
  );
}

const GROUPS_SHOWN = 20;

function filtersOf({ groups }: WaitingSummary) {
  const senders = new Map(groups.flatMap(({ sender }) => (sender ? [[sender.id, sender]] : [])));
  return {
    reasons: [...new Set(groups.map(({ reason }) => reason))],
    senders: [...senders.values()],
    meters: [...new Set(groups.flatMap(({ meter }) => meter ?? []))].sort(),
  };
}

function withoutEvent(query: SuspensePageProps['query']): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (name === 'event') continue;
    for (const one of [value].flat()) if (one !== undefined) search.append(name, one);
  }
  return search.size === 0 ? '' : `?${search}`;
}
