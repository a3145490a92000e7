import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { AccountDunningView } from '@/components/dunning/dunning-view';
import { dunningTone } from '@/components/dunning/dunning-words';
import { type Description, DescriptionList } from '@/components/ui/description-list';
import { StateBadge } from '@/components/ui/state-badge';
import { formatDate } from '@/lib/format/date';

/** How far dunning is with an account, and what it waits for. */
export function DunningFacts({ dunning }: { dunning: AccountDunningView }): ReactNode {
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
    {
      term: t('account.facts.group'),
      detail: customer.customerGroup === 'default' ? t('account.facts.defaultGroup') : customer.customerGroup,
    },
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
