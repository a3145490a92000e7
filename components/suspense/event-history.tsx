import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { WaitingDetail } from '@/components/suspense/suspense-view';
import { InstantText } from '@/components/time/instant-text';
import { Timeline } from '@/components/ui/timeline';

export type EventHistoryProps = { history: WaitingDetail['history']; timeZone: string };

/** What people did to an event, with the reason they gave. */
export function EventHistory({ history, timeZone }: EventHistoryProps): ReactNode {
  const t = useTranslations('suspense');
  return (
    <Timeline
      items={history.map(({ at, by, deed, note, changes = {} }, index) => ({
        id: String(index),
        at: <InstantText value={at} timeZone={timeZone} />,
        title: t(`deed.${deed}`),
        actor: by,
        detail: (
          <>
            {Object.entries(changes).map(([name, { from, to }]) => (
              <span key={name} className="block">
                {t(`field.${name}`)}: <span className="font-mono text-sm">{from}</span> →{' '}
                <span className="font-mono text-sm">{to}</span>
              </span>
            ))}
            {note}
          </>
        ),
      }))}
    />
  );
}
