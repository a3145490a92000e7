import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { BillSections } from '@/components/bill/bill-sections';
import type { SoFarView } from '@/components/bill/so-far-view';
import { isZeroAmount } from '@/components/money/amount';
import { MoneyText } from '@/components/money/money-text';
import { PeriodText } from '@/components/time/period-text';
import { Callout } from '@/components/ui/callout';

export type BillPreviewProps = {
  bill: Pick<SoFarView, 'currency' | 'period' | 'tax' | 'total' | 'isComplete' | 'sections'>;
};

/** A bill that nobody has made yet: its total, and every line of it open to its arithmetic. */
export function BillPreview({ bill }: BillPreviewProps): ReactNode {
  const t = useTranslations('bill.soFar');
  const { currency, period, sections, tax, total } = bill;
  return (
    <div className="flex flex-col gap-4">
      {bill.isComplete ? null : <Callout tone="attention">{t('incomplete')}</Callout>}
      <div>
        <p className="text-sm text-ink-muted">
          {t('total')} · <PeriodText from={period.from} to={period.to} />
        </p>
        <p className="text-2xl font-medium tracking-tight">
          <MoneyText amount={total} currency={currency} size="figure" />
        </p>
        {isZeroAmount(tax) ? null : (
          <p className="text-sm text-ink-muted">
            {t('tax')} <MoneyText amount={tax} currency={currency} />
          </p>
        )}
      </div>
      {sections.length === 0 ? <p className="text-ink-muted">{t('nothing')}</p> : null}
      <BillSections sections={sections} currency={currency} />
    </div>
  );
}
