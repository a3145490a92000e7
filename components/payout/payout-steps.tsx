import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import { PlainTable } from '@/components/ui/plain-table';
import { formatMoney } from '@/lib/format/money';
import { formatPercent } from '@/lib/format/quantity';

/** A step as the payout keeps it, its amounts as decimal texts. */
export type StepView = {
  step: string;
  amount: string;
  after: string;
  of?: string;
  fixed?: string;
  /** A ratio: "0.05" is 5 %. */
  rate?: string;
  days?: number;
  minimum?: string;
  payable?: string;
};

/** How the amount came about, the sum after each step. */
export function PayoutSteps({
  steps,
  currency,
}: {
  steps: readonly StepView[];
  currency: string;
}): ReactNode {
  const t = useTranslations('payout');
  const why = useWhy(currency);
  return (
    <PlainTable
      caption={t('page.steps')}
      hideCaption
      columns={[
        { id: 'step', header: t('page.step') },
        { id: 'amount', header: t('page.amountColumn'), align: 'end' },
        { id: 'after', header: t('page.after'), align: 'end' },
      ]}
      rows={steps.map((step) => ({
        id: step.step,
        cells: {
          step: (
            <>
              {t(`cause.${step.step}`)}
              <span className="block text-sm text-ink-muted">{why(step)}</span>
            </>
          ),
          amount: <MoneyText amount={step.amount} currency={currency} />,
          after: <MoneyText amount={step.after} currency={currency} />,
        },
      }))}
    />
  );
}

function useWhy(currency: string): (step: StepView) => string | null {
  const t = useTranslations('payout.page');
  const locale = useLocale();
  const money = (amount = '0') => formatMoney(amount, currency, locale);
  const rateOf = (rate = '0') => formatPercent(rate, locale);
  return ({ step, of, fixed, rate, days, minimum, payable }) => {
    if (step === 'fee') {
      if (Number(rate) === 0) return null;
      const part = { rate: rateOf(rate), of: money(of) };
      return Number(fixed) === 0 ? t('stepPart', part) : t('stepFee', { ...part, fixed: money(fixed) });
    }
    if (step === 'reserve') {
      return `${t('stepPart', { rate: rateOf(rate), of: money(of) })} ${t('days', { days: days ?? 0 })}`;
    }
    if (step === 'tax') return t('stepPart', { rate: rateOf(rate), of: money(of) });
    if (step === 'carried') return t('minimum', { minimum: money(minimum), payable: money(payable) });
    return null;
  };
}
