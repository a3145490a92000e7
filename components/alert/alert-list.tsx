import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { InstantText } from '@/components/time/instant-text';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { LinkTabs } from '@/components/ui/link-tabs';
import { StateBadge } from '@/components/ui/state-badge';
import { TextLink } from '@/components/ui/text-link';
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

export type AlertListProps = {
  alerts: readonly AlertItem[];
  nextCursor: string | null;
  timeZone: string;
  /** The page's address. */
  base: string;
  /** Which of its tabs is shown. */
  isNewOnly: boolean;
  /** Where an account's page is: its number comes after. */
  accountHref: string | null;
};

/** Alerts in whole sentences, the latest first. */
export async function AlertList(props: AlertListProps): Promise<ReactNode> {
  const { alerts, nextCursor, timeZone, base, isNewOnly, accountHref } = props;
  const t = await getTranslations('alert');
  const words = (await getTranslations('alert.words')) as unknown as AlertTranslator;
  const locale = await getLocale();
  const newer = `${base}?state=new`;
  return (
    <>
      <LinkTabs
        label={t('columns.state')}
        items={[
          { href: base, label: t('all') },
          { href: newer, label: t('state.new') },
        ]}
      />
      {alerts.length === 0 ? <EmptyState title={t('empty')} description={t('emptyDescription')} /> : null}
      <ul>
        {alerts.map((alert) => {
          const { title, text } = describeAlert(alert, words, locale);
          const { number, name } = alert.account;
          return (
            <li
              key={alert.id}
              className="grid gap-x-8 gap-y-1 border-b py-3 sm:grid-cols-[minmax(0,1fr)_auto]"
            >
              <div className="min-w-0">
                <p className="font-medium">{title}</p>
                <p className="max-w-prose">{text}</p>
              </div>
              <div className="text-sm text-ink-muted sm:text-end">
                <p>
                  {alert.seenAt === null ? <StateBadge tone="attention" label={t('state.new')} /> : null}{' '}
                  <InstantText value={alert.createdAt} timeZone={timeZone} />
                </p>
                <p>
                  {accountHref === null ? (
                    `${name} · ${number}`
                  ) : (
                    <TextLink href={`${accountHref}/${encodeURIComponent(number)}`}>
                      {`${name} · ${number}`}
                    </TextLink>
                  )}
                </p>
              </div>
            </li>
          );
        })}
      </ul>
      {nextCursor === null ? null : (
        <div className="pt-4">
          <LinkButton href={`${isNewOnly ? `${newer}&` : `${base}?`}after=${encodeURIComponent(nextCursor)}`}>
            {t('older')}
          </LinkButton>
        </div>
      )}
    </>
  );
}
