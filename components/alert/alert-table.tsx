import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import {
  type AlertDetails,
  type AlertKind,
  type AlertTranslator,
  describeAlert,
} from '@/lib/format/describe-alert';

export type AlertItem = {
  id: string;
  kind: AlertKind;
  account: { number: string; name: string };
  details: AlertDetails;
  createdAt: string;
  seenAt: string | null;
};

export type AlertTableProps = {
  alerts: readonly AlertItem[];
  nextCursor: string | null;
  timeZone: string;
  /** Where an account's page is: its number comes after. Without one the row leads nowhere. */
  accountHref?: string;
};

/** Alerts in words, the latest first. */
export async function AlertTable({
  alerts,
  nextCursor,
  timeZone,
  accountHref,
}: AlertTableProps): Promise<ReactNode> {
  const t = await getTranslations('alert');
  const words = (await getTranslations('alert.words')) as unknown as AlertTranslator;
  const locale = await getLocale();
  return (
    <DataTable
      label={t('title')}
      defaultSort="-createdAt"
      nextCursor={nextCursor}
      filters={[
        {
          id: 'kind',
          label: t('columns.kind'),
          options: (['budget', 'unusual_usage'] as const).map((id) => ({ id, label: t(`kind.${id}`) })),
        },
        {
          id: 'state',
          label: t('columns.state'),
          options: (['new', 'seen'] as const).map((id) => ({ id, label: t(`state.${id}`) })),
        },
      ]}
      columns={[
        { id: 'what', header: t('columns.what'), kind: 'text', canHide: false },
        { id: 'kind', header: t('columns.kind'), kind: 'text' },
        { id: 'account', header: t('columns.account'), kind: 'text' },
        { id: 'createdAt', header: t('columns.at'), kind: 'instant', sortable: true },
        { id: 'state', header: t('columns.state'), kind: 'state' },
      ]}
      rows={alerts.map((alert) => {
        const { title, text } = describeAlert(alert, words, locale);
        return {
          id: alert.id,
          ...(accountHref && { href: `${accountHref}/${encodeURIComponent(alert.account.number)}` }),
          what: { text: title, secondary: text },
          kind: t(`kind.${alert.kind}`),
          account: { text: alert.account.name, secondary: alert.account.number },
          createdAt: { at: alert.createdAt, timeZone },
          state: alert.seenAt
            ? { tone: 'neutral' as const, label: t('state.seen'), id: 'seen' }
            : { tone: 'attention' as const, label: t('state.new'), id: 'new' },
        };
      })}
      empty={{ title: t('empty'), description: t('emptyDescription') }}
    />
  );
}
