import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyList } from '@/components/suspense/money-list';
import { useReasonWords } from '@/components/suspense/reason-words';
import type { WaitingGroup } from '@/components/suspense/suspense-view';
import { InstantText } from '@/components/time/instant-text';
import { PlainTable } from '@/components/ui/plain-table';
import { formatCount } from '@/lib/format/quantity';

export type GroupTableProps = {
  groups: readonly WaitingGroup[];
  /** The address of the list, which a group narrows. */
  listHref: string;
  timeZone: string;
  showSender: boolean;
};

/** What waits by reason, sender and meter, the most money first; each leads to its events. */
export function GroupTable({ groups, listHref, timeZone, showSender }: GroupTableProps): ReactNode {
  const t = useTranslations('suspense');
  const locale = useLocale();
  const words = useReasonWords();
  return (
    <PlainTable
      caption={t('groups')}
      empty={t('noGroups')}
      columns={[
        { id: 'reason', header: t('reasonLabel') },
        ...(showSender ? [{ id: 'sender', header: t('sender') }] : []),
        { id: 'meter', header: t('meter') },
        { id: 'events', header: t('events'), align: 'end' as const },
        { id: 'money', header: t('atStake'), align: 'end' as const },
        { id: 'since', header: t('since'), align: 'end' as const },
      ]}
      rows={groups.map((group) => ({
        id: `${group.reason} ${group.sender?.id} ${group.meter}`,
        href: `${listHref}?${narrowed(group)}#events`,
        cells: {
          reason: words.title(group.reason),
          sender: group.sender?.name ?? '',
          meter: group.meter ?? <span className="text-ink-muted">{t('noMeter')}</span>,
          events: formatCount(group.events, locale),
          money: <MoneyList amounts={group.atStake} none={t('unknownMoney')} fractionWidth={2} />,
          since: <InstantText value={group.oldestAt} timeZone={timeZone} style="date" />,
        },
      }))}
    />
  );
}

function narrowed({ reason, sender, meter }: WaitingGroup): string {
  const query = new URLSearchParams({ reason });
  if (sender) query.set('sender', sender.id);
  if (meter !== null) query.set('meter', meter);
  return query.toString();
}
