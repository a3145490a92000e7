import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import { PlainTable } from '@/components/ui/plain-table';
import { formatDecimal } from '@/lib/domain/money/decimal';
import type { TieredPrice } from '@/lib/domain/pricing/price';
import { formatMoney } from '@/lib/format/money';
import { formatPercent, formatQuantity } from '@/lib/format/quantity';

/** The tiers of a price: each from where the one before ends, that bound itself belonging to the earlier one. */
export function PriceTiers({
  price,
  currency,
  unit,
}: {
  price: TieredPrice;
  currency: string;
  unit: string | null;
}): ReactNode {
  const t = useTranslations('offering');
  const locale = useLocale();
  const byAmount = price.model === 'graduated_percentage';
  const hasFees = price.tiers.some((tier) => tier.flatFee !== 0n);
  const bound = (value: string) =>
    byAmount ? formatMoney(value, currency, locale, { exact: true }) : formatQuantity(value, locale, unit);
  const money = (value: string) => <MoneyText amount={value} currency={currency} exact />;
  return (
    <PlainTable
      caption={t('tiers')}
      columns={[
        { id: 'over', header: t('over'), align: 'end', width: '25%' },
        { id: 'upTo', header: t('upTo'), align: 'end', width: '25%' },
        ...(price.model === 'stairstep'
          ? []
          : [{ id: 'unit', header: t(byAmount ? 'rate' : 'perUnitPrice'), align: 'end' as const }]),
        ...(hasFees ? [{ id: 'fee', header: t('flatFee'), align: 'end' as const }] : []),
      ]}
      rows={price.tiers.map((tier, index) => {
        const from = price.tiers[index - 1]?.upTo ?? null;
        const unitPrice = formatDecimal(tier.unitPrice);
        return {
          id: String(index),
          cells: {
            over: from === null ? '0' : bound(formatDecimal(from)),
            upTo: tier.upTo === null ? t('beyond') : bound(formatDecimal(tier.upTo)),
            unit: byAmount ? formatPercent(unitPrice, locale) : money(unitPrice),
            fee: money(formatDecimal(tier.flatFee)),
          },
        };
      })}
    />
  );
}
