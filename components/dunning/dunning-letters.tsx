import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { AccountDunningView } from '@/components/dunning/dunning-view';
import { actionTone } from '@/components/dunning/dunning-words';
import { DateText } from '@/components/time/date-text';
import { Timeline } from '@/components/ui/timeline';
import { formatMoney } from '@/lib/format/money';

/** Every letter of dunning as it was sent, the latest first. */
export function DunningLetters({ dunning }: { dunning: AccountDunningView }): ReactNode {
  const t = useTranslations('dunning');
  const locale = useLocale();
  const names = new Intl.DisplayNames(locale, { type: 'language' });
  return (
    <>
      {dunning.notices.length === 0 ? <p className="text-ink-muted">{t('account.historyNone')}</p> : null}
      <Timeline
        items={dunning.notices.map((notice) => ({
          id: notice.id,
          at: <DateText value={notice.noticedOn} />,
          title: t('account.letter', {
            action: t(`done.${notice.action}`),
            amount: formatMoney(notice.amount, dunning.currency, locale),
          }),
          detail: (
            <details>
              <summary className="cursor-pointer">{notice.subject}</summary>
              <p
                dir="auto"
                lang={notice.language}
                className="max-w-prose border-s-2 ps-3 text-ink whitespace-pre-line"
              >
                {notice.body}
              </p>
            </details>
          ),
          actor:
            notice.recipient === null
              ? t('account.notSent')
              : t('account.letterTo', {
                  recipient: notice.recipient,
                  language: names.of(notice.language) ?? notice.language,
                }),
          tone: actionTone[notice.action] ?? 'neutral',
        }))}
      />
    </>
  );
}
