import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DecimalField } from '@/components/ui/decimal-field';
import { Select } from '@/components/ui/select';

type PayoutField =
  | 'payoutFrequency'
  | 'payoutMinimum'
  | 'payoutFee'
  | 'payoutFeePercent'
  | 'reservePercent'
  | 'reserveDays';

/** A field's value, what changes it, and what the server refused about it. */
type Bound = { value: string; onChange: (value: string) => void; errorMessage: string | undefined };

/** How a partner is paid: how often, from which amount, and what is taken off or kept back. */
export function PayoutFields({
  bound,
  currency,
}: {
  bound: (name: PayoutField) => Bound;
  currency: string;
}): ReactNode {
  const t = useTranslations('agreement.payout');
  return (
    <fieldset className="flex flex-col gap-4 border-t pt-4">
      <legend className="sr-only">{t('title')}</legend>
      <div className="grid gap-4 sm:grid-cols-2">
        <Select
          label={t('frequency')}
          isRequired
          {...bound('payoutFrequency')}
          options={(['weekly', 'monthly', 'quarterly'] as const).map((id) => ({
            id,
            label: t(`every.${id}`),
          }))}
        />
        <DecimalField
          label={t('minimum')}
          description={t('minimumNote')}
          suffix={currency}
          isRequired
          {...bound('payoutMinimum')}
        />
        <DecimalField label={t('fee')} suffix={currency} isRequired {...bound('payoutFee')} />
        <DecimalField
          label={t('feePercent')}
          description={t('feePercentNote')}
          suffix="%"
          isRequired
          {...bound('payoutFeePercent')}
        />
        <DecimalField
          label={t('reserve')}
          description={t('reserveNote')}
          suffix="%"
          isRequired
          {...bound('reservePercent')}
        />
        <DecimalField label={t('reserveDays')} suffix={t('days')} isRequired {...bound('reserveDays')} />
      </div>
    </fieldset>
  );
}
