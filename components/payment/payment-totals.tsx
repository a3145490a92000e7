import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { isZeroAmount } from '@/components/money/amount';
import { MoneyText } from '@/components/money/money-text';
import { KeyFigure, KeyFigures } from '@/components/ui/key-figure';

export type PaymentTotalView = { currency: string; payments: number; amount: string; unmatched: string };

/** What the payments of a list come to, by currency; what is unmatched stands beside, because somebody has to look. */
export function PaymentTotals({
  totals,
  home,
}: {
  totals: readonly PaymentTotalView[];
  home?: string;
}): ReactNode {
  const t = useTranslations('payment.total');
  if (totals.length === 0) return null;
  return (
    <KeyFigures>
      {totals.map(({ currency, payments, amount }) => (
        <KeyFigure
          key={currency}
          label={t('received', { currency })}
          value={<MoneyText amount={amount} currency={currency} size="figure" />}
          note={t('payments', { count: payments })}
        />
      ))}
      {totals
        .filter(({ unmatched }) => !isZeroAmount(unmatched))
        .map(({ currency, unmatched }) => (
          <KeyFigure
            key={`${currency}:unmatched`}
            label={t('unmatched', { currency })}
            tone="attention"
            value={<MoneyText amount={unmatched} currency={currency} size="figure" />}
            {...(home ? { href: `${home}?state=unmatched` } : {})}
          />
        ))}
    </KeyFigures>
  );
}
