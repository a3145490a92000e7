'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { CellView } from '@/components/data-table/cell-view';
import { MoneyText } from '@/components/money/money-text';
import { EventFix } from '@/components/suspense/event-fix';
import { EventHistory } from '@/components/suspense/event-history';
import { useReasonWords } from '@/components/suspense/reason-words';
import type { FixChoices, SuspenseActions, WaitingDetail } from '@/components/suspense/suspense-view';
import { VersionTable } from '@/components/suspense/version-table';
import { InstantText } from '@/components/time/instant-text';
import { DescriptionList } from '@/components/ui/description-list';
import { Section } from '@/components/ui/section';
import { SideSheet } from '@/components/ui/side-sheet';

export type EventSheetProps = {
  event: WaitingDetail;
  actions: SuspenseActions;
  choices: FixChoices;
  canChange: boolean;
  closeHref: string;
  timeZone: string;
};

/** One waiting event: why it waits in words, what puts it right, the event as it came, and what was done to it. */
export function EventSheet({
  event,
  actions,
  choices,
  canChange,
  closeHref,
  timeZone,
}: EventSheetProps): ReactNode {
  const t = useTranslations('suspense');
  const words = useReasonWords();
  const isOver = event.outcome !== null;
  return (
    <SideSheet title={event.body.subject} subtitle={words.title(event.reason)} closeHref={closeHref}>
      <Section title={isOver ? t('sheet.over') : t('sheet.why')} level={3}>
        <p className="pb-1">{isOver ? t(`outcome.${event.outcome}`) : event.message}</p>
        {isOver ? null : <p className="text-ink-muted">{words.note(event.reason)}</p>}
        <div className="pt-4">
          <DescriptionList
            items={[
              {
                term: t('atStakeEstimate'),
                detail: event.atStake ? (
                  <>
                    <MoneyText amount={event.atStake.amount} currency={event.atStake.currency} />{' '}
                    <span className="text-sm text-ink-muted">
                      {event.atStake.price === null
                        ? t('sheet.byRevenue')
                        : t('sheet.byPrice', { price: event.atStake.price })}
                    </span>
                  </>
                ) : (
                  t('unknownMoney')
                ),
              },
              { term: t('since'), detail: <InstantText value={event.receivedAt} timeZone={timeZone} /> },
              {
                term: t('tries'),
                detail: (
                  <>
                    <CellView kind="number" cell={String(event.tries)} />
                    {event.lastTriedAt ? (
                      <span className="text-sm text-ink-muted">
                        {' '}
                        {t('sheet.last')} <InstantText value={event.lastTriedAt} timeZone={timeZone} />
                      </span>
                    ) : null}
                  </>
                ),
              },
              { term: t('sender'), detail: event.sender?.name ?? '' },
            ]}
          />
        </div>
      </Section>
      {event.outcome === null && canChange ? (
        <Section title={t('sheet.fix')} level={3}>
          <EventFix event={event} actions={actions} choices={choices} />
        </Section>
      ) : null}
      <Section title={event.taken ? t('sheet.versions') : t('sheet.event')} level={3}>
        <VersionTable event={event} timeZone={timeZone} />
      </Section>
      {event.history.length > 0 ? (
        <Section title={t('sheet.history')} level={3}>
          <EventHistory history={event.history} timeZone={timeZone} />
        </Section>
      ) : null}
    </SideSheet>
  );
}
