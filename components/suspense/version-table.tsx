import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { WaitingDetail } from '@/components/suspense/suspense-view';
import { InstantText } from '@/components/time/instant-text';
import { PlainTable } from '@/components/ui/plain-table';

type Version = { id: string; header: string; body: WaitingDetail['original'] };

/** The event field by field as it came; beside it the copy that is tried, or the one taken under its id, what differs standing out. */
export function VersionTable({ event, timeZone }: { event: WaitingDetail; timeZone: string }): ReactNode {
  const t = useTranslations('suspense');
  const versions = versionsOf(event, t);
  const fields = fieldsOf(versions);
  return (
    <>
      <PlainTable
        caption={event.taken ? t('sheet.versions') : t('sheet.event')}
        columns={[
          { id: 'field', header: t('sheet.field') },
          ...versions.map(({ id, header }) => ({ id, header })),
        ]}
        rows={fields.map(({ name, values }) => {
          const differs = new Set(values).size > 1;
          return {
            id: name,
            cells: {
              field: (
                <span className="text-sm text-ink-muted">
                  {t.has(`field.${name}`) ? t(`field.${name}`) : name}
                </span>
              ),
              ...Object.fromEntries(
                versions.map(({ id }, index) => [
                  id,
                  <span
                    key={id}
                    className={differs ? 'font-mono text-sm font-semibold' : 'font-mono text-sm'}
                  >
                    {values[index]}
                  </span>,
                ]),
              ),
            },
          };
        })}
      />
      <dl className="flex flex-wrap gap-x-6 pt-3 text-sm text-ink-muted">
        <div className="flex gap-2">
          <dt>{t('source')}</dt>
          <dd className="font-mono break-all">{event.source}</dd>
        </div>
        <div className="flex gap-2">
          <dt>{t('eventId')}</dt>
          <dd className="font-mono break-all">{event.eventId}</dd>
        </div>
        {event.taken ? (
          <div className="flex gap-2">
            <dt>{t('sheet.takenAt')}</dt>
            <dd>
              <InstantText value={event.taken.receivedAt} timeZone={timeZone} /> {event.taken.accountNumber}
            </dd>
          </div>
        ) : null}
      </dl>
    </>
  );
}

function versionsOf(event: WaitingDetail, t: ReturnType<typeof useTranslations>): Version[] {
  const sent = { id: 'sent', header: t('sheet.asSent'), body: event.original };
  if (event.taken) return [{ id: 'taken', header: t('sheet.taken'), body: event.taken }, sent];
  return event.isRepaired
    ? [sent, { id: 'repaired', header: t('sheet.asRepaired'), body: event.body }]
    : [sent];
}

const FIELDS = ['subject', 'meter', 'quantity', 'occurredAt'] as const;

function fieldsOf(versions: readonly Version[]): { name: string; values: string[] }[] {
  const attributes = [...new Set(versions.flatMap(({ body }) => Object.keys(body.attributes)))].sort();
  return [
    ...FIELDS.map((name) => ({ name, values: versions.map(({ body }) => shown(name, body[name])) })),
    ...attributes.map((name) => ({ name, values: versions.map(({ body }) => body.attributes[name] ?? '') })),
  ];
}

/** One instant however it was written. */
const shown = (name: string, value: string) =>
  name === 'occurredAt' ? new Date(value).toISOString().replace('.000Z', 'Z') : value;
