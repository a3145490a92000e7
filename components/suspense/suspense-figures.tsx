import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyList } from '@/components/suspense/money-list';
import type { WaitingSummary } from '@/components/suspense/suspense-view';
import { KeyFigure, KeyFigures } from '@/components/ui/key-figure';
import { formatCount } from '@/lib/format/quantity';

/** How much waits, and the money of it, said to be an estimate. */
export function SuspenseFigures({
  summary: { events, atStake, withoutEstimate },
  href,
}: {
  summary: WaitingSummary;
  href?: string;
}): ReactNode {
  const t = useTranslations('suspense');
  const locale = useLocale();
  return (
    <KeyFigures>
      <KeyFigure
        label={t('waitingEvents')}
        value={formatCount(events, locale)}
        {...(href ? { href } : {})}
        {...(events > 0 ? { tone: 'attention' as const } : {})}
      />
      <KeyFigure
        label={t('atStakeEstimate')}
        value={
          <MoneyList amounts={atStake} none={events === 0 ? t('none') : t('unknownMoney')} size="figure" />
        }
        note={t('estimateNote')}
      />
      <KeyFigure
        label={t('withoutEstimate')}
        value={formatCount(withoutEstimate, locale)}
        note={t('withoutEstimateNote')}
      />
    </KeyFigures>
  );
}
