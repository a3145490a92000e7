import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { deliveryTone } from '@/components/webhook/delivery-tone';
import type { DeliveryItem } from '@/components/webhook/webhook-view';

export type DeliveryTableProps = {
  deliveries: readonly DeliveryItem[];
  nextCursor: string | null;
  timeZone: string;
  /** The page's address; a delivery opens beside it. */
  base: string;
};

/** What was or will be sent, the latest first. */
export function DeliveryTable({ deliveries, nextCursor, timeZone, base }: DeliveryTableProps): ReactNode {
  const t = useTranslations('webhook');
  const instant = (at: string | null) => at && { at, timeZone };
  return (
    <DataTable
      label={t('log')}
      defaultSort="-createdAt"
      nextCursor={nextCursor}
      filters={[
        {
          id: 'state',
          label: t('columns.state'),
          options: (['waiting', 'delivered', 'failed', 'cancelled'] as const).map((id) => ({
            id,
            label: t(`delivery.${id}`),
          })),
        },
      ]}
      columns={[
        { id: 'event', header: t('columns.event'), kind: 'text', canHide: false },
        { id: 'state', header: t('columns.state'), kind: 'state' },
        { id: 'answer', header: t('columns.answer'), kind: 'code' },
        { id: 'attempts', header: t('columns.attempts'), kind: 'number' },
        { id: 'createdAt', header: t('columns.at'), kind: 'instant', sortable: true },
        { id: 'next', header: t('columns.next'), kind: 'instant' },
      ]}
      rows={deliveries.map((delivery) => ({
        id: delivery.id,
        href: `${base}?delivery=${delivery.id}`,
        event: delivery.failure
          ? { text: delivery.eventType, secondary: delivery.failure }
          : delivery.eventType,
        state: {
          tone: deliveryTone[delivery.state],
          label: t(`delivery.${delivery.state}`),
          id: delivery.state,
        },
        answer: delivery.responseStatus === null ? null : String(delivery.responseStatus),
        attempts: String(delivery.attempts),
        createdAt: { at: delivery.createdAt, timeZone },
        next: delivery.state === 'waiting' ? instant(delivery.nextAttemptAt) : null,
      }))}
      empty={{ title: t('logEmpty'), description: t('logEmptyDescription') }}
    />
  );
}
