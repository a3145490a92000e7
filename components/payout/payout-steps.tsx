import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import { PlainTable } from '@/components/ui/plain-table';
import { explainPayoutStep, type PayoutStepText } from '@/lib/format/payout-step';

/** How the amount came about, the sum after each step. */
export function PayoutSteps({
  steps,
  currency,
}: {
  steps: readonly PayoutStepText[];
  currency: string;
}): ReactNode {
  const t = useTranslations('payout');
  const words = useTranslations('payout.page');
  const locale = useLocale();
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
              <span className="block text-sm text-ink-muted">
                {explainPayoutStep(step, currency, locale, words)}
              </span>
            </>
          ),
          amount: <MoneyText amount={step.amount} currency={currency} />,
          after: <MoneyText amount={step.after} currency={currency} />,
        },
      }))}
    />
  );
}
