import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { BillSections } from '@/components/bill/bill-sections';
import { BillSoFarChange } from '@/components/bill/bill-so-far-change';
import { LiveTotal } from '@/components/bill/live-total';
import type { SoFarView } from '@/components/bill/so-far-view';
import { isZeroAmount } from '@/components/money/amount';
import { Stream } from '@/components/stream/stream';
import { PeriodText } from '@/components/time/period-text';
import { Callout } from '@/components/ui/callout';

/** What the running period comes to by now, against the last bill, and every line of it open to its arithmetic. */
export function BillSoFar({ bill }: { bill: SoFarView }): ReactNode {
  const t = useTranslations('bill.soFar');
  const { currency, total } = bill;
  return (
    <div className="flex flex-col gap-6">
      {bill.isComplete ? null : <Callout tone="attention">{t('incomplete')}</Callout>}
      <div className="grid gap-8 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div>
          <p className="text-sm text-ink-muted">
            {t('total')} · <PeriodText from={bill.period.from} to={bill.period.to} /> ·{' '}
            {t('day', { day: bill.day, days: bill.days })}
          </p>
          <LiveTotal accountId={bill.accountId} total={total} currency={currency} />
          {bill.sections.length > 1 ? (
            <Stream
              title={t('title')}
              sources={[
                ...bill.sections.map((section) => ({
                  id: section.supplier,
                  label: section.name,
                  amount: section.net,
                  currency,
                  tone: section.isOwn ? ('own' as const) : ('partner' as const),
                })),
                ...(isZeroAmount(bill.tax)
                  ? []
                  : [{ id: 'tax', label: t('tax'), amount: bill.tax, currency, tone: 'tax' as const }]),
              ]}
              trunk={{ label: t('total'), amount: total, currency }}
            />
          ) : null}
          {bill.sections.length === 0 ? <p className="text-ink-muted">{t('nothing')}</p> : null}
        </div>
        <BillSoFarChange bill={bill} />
      </div>
      <BillSections sections={bill.sections} currency={currency} />
    </div>
  );
}
