import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import { DescriptionList } from '@/components/ui/description-list';
import { Section } from '@/components/ui/section';
import { formatQuantity } from '@/lib/format/quantity';

export type PayoutFactsProps = {
  conditions: {
    currency: string;
    payoutFrequency: 'weekly' | 'monthly' | 'quarterly';
    payoutMinimum: string;
    payoutFee: string;
    payoutFeePercent: string;
    reservePercent: string;
    reserveDays: number;
  };
};

/** How a partner is paid. */
export function PayoutFacts({ conditions }: PayoutFactsProps): ReactNode {
  const t = useTranslations('agreement.payout');
  const locale = useLocale();
  const { currency, payoutFrequency, reserveDays } = conditions;
  const money = (amount: string) => <MoneyText amount={amount} currency={currency} />;
  const percent = (text: string) => `${formatQuantity(text, locale)}%`;
  return (
    <Section title={t('title')}>
      <DescriptionList
        columns={3}
        items={[
          { term: t('frequency'), detail: t(`every.${payoutFrequency}`) },
          { term: t('minimum'), detail: money(conditions.payoutMinimum) },
          { term: t('fee'), detail: money(conditions.payoutFee) },
          { term: t('feePercent'), detail: percent(conditions.payoutFeePercent) },
          { term: t('reserve'), detail: percent(conditions.reservePercent) },
          { term: t('reserveDays'), detail: `${formatQuantity(String(reserveDays), locale)} ${t('days')}` },
        ]}
      />
    </Section>
  );
}
