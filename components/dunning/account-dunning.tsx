import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { actionTone, dunningTone } from '@/components/dunning/dunning-words';
import { MoneyText } from '@/components/money/money-text';
import { DateText } from '@/components/time/date-text';
import { type Description, DescriptionList } from '@/components/ui/description-list';
import { PlainTable } from '@/components/ui/plain-table';
import { Section } from '@/components/ui/section';
import { StateBadge } from '@/components/ui/state-badge';
import { TextLink } from '@/components/ui/text-link';
import { Timeline } from '@/components/ui/timeline';
import { formatDate } from '@/lib/format/date';
import { formatMoney } from '@/lib/format/money';

export type AccountDunningView = {
  currency: string;
  language: string;
  customer: { name: string; email: string | null; customerGroup: string };
  dunningState: string;
  stage: number;
  stageOn: string | null;
  pausedUntil: string | null;
  pauseReason: string | null;
  bills: readonly { id: string; number: string; dueOn: string; open: string; disputed: string }[];
  notices: readonly {
    id: string;
    action: string;
    amount: string;
    language: string;
    recipient: string | null;
    subject: string;
    body: string;
    noticedOn: string;
  }[];
  promises: readonly {
    id: string;
    amount: string;
    untilOn: string;
    note: string;
    state: string;
    madeBy: string;
  }[];
};

/** Where one account stands: what is overdue, what it promised, and every letter as it was sent. */
export function AccountDunning({ dunning }: { dunning: AccountDunningView }): ReactNode {
  const t = useTranslations('dunning.account');
  const { currency, bills, promises } = dunning;
  const money = (amount: string) => <MoneyText amount={amount} currency={currency} />;
  return (
    <>
      <div className="pb-8">
        <Facts dunning={dunning} />
      </div>
      <Section title={t('bills')}>
        <PlainTable
          caption={t('bills')}
          empty={t('billsNone')}
          columns={[
            { id: 'bill', header: t('bill') },
            { id: 'due', header: t('due') },
            { id: 'disputed', header: t('disputed'), align: 'end' },
            { id: 'open', header: t('open'), align: 'end' },
          ]}
          rows={bills.map((bill) => ({
            id: bill.id,
            cells: {
              bill: <TextLink href={`/operator/bills/${bill.id}`}>{bill.number}</TextLink>,
              due: <DateText value={bill.dueOn} />,
              disputed: money(bill.disputed),
              open: money(bill.open),
            },
          }))}
        />
      </Section>
      <Section title={t('promises')}>
        <PlainTable
          caption={t('promises')}
          empty={t('promisesNone')}
          columns={[
            { id: 'until', header: t('until') },
            { id: 'state', header: t('facts.state') },
            { id: 'note', header: t('note') },
            { id: 'amount', header: t('amount'), align: 'end' },
          ]}
          rows={promises.map((promise) => ({
            id: promise.id,
            cells: {
              until: <DateText value={promise.untilOn} />,
              state: (
                <StateBadge
                  tone={PROMISE_TONE[promise.state] ?? 'neutral'}
                  label={t(`promiseState.${promise.state}`)}
                />
              ),
              note: promise.note,
              amount: money(promise.amount),
            },
          }))}
        />
      </Section>
      <Letters dunning={dunning} />
    </>
  );
}

const PROMISE_TONE = { open: 'progress', kept: 'good', broken: 'risk' } as Readonly<
  Record<string, 'progress' | 'good' | 'risk'>
>;

function Facts({ dunning }: { dunning: AccountDunningView }): ReactNode {
  const t = useTranslations('dunning');
  const locale = useLocale();
  const { customer, stage, stageOn, dunningState, pausedUntil, pauseReason, language } = dunning;
  const items: Description[] = [
    {
      term: t('account.facts.stage'),
      detail: (
        <>
          {stage === 0 ? t('stage.0') : t('stage.n', { stage })}{' '}
          {stageOn === null ? null : (
            <span className="text-ink-muted">
              {t('account.facts.since', { day: formatDate(stageOn, locale) })}
            </span>
          )}
        </>
      ),
    },
    {
      term: t('account.facts.state'),
      detail: <StateBadge tone={dunningTone[dunningState] ?? 'neutral'} label={t(`state.${dunningState}`)} />,
    },
    { term: t('account.facts.group'), detail: customer.customerGroup },
    {
      term: t('account.facts.language'),
      detail: new Intl.DisplayNames(locale, { type: 'language' }).of(language) ?? language,
    },
    { term: t('account.facts.recipient'), detail: customer.email ?? t('account.facts.noRecipient') },
  ];
  if (pausedUntil !== null) {
    const detail = t('account.paused', { day: formatDate(pausedUntil, locale), reason: pauseReason ?? '' });
    items.push({ term: t('account.facts.pause'), detail });
  }
  return <DescriptionList columns={3} items={items} />;
}

function Letters({ dunning }: { dunning: AccountDunningView }): ReactNode {
  const t = useTranslations('dunning');
  const locale = useLocale();
  const names = new Intl.DisplayNames(locale, { type: 'language' });
  return (
    <Section title={t('account.history')}>
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
    </Section>
  );
}
