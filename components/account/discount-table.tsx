import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import { DateText } from '@/components/time/date-text';
import { PlainTable } from '@/components/ui/plain-table';
import { formatQuantity } from '@/lib/format/quantity';

export type DiscountView = {
  id: string;
  name: string;
  /** Per cent, 0 to 100. */
  percent: string | null;
  amount: string | null;
  supplierId: string | null;
  validFrom: string;
  validTo: string | null;
};

/** What comes off an account's bills before tax. */
export function DiscountTable({
  discounts,
  currency,
}: {
  discounts: readonly DiscountView[];
  currency: string;
}): ReactNode {
  const t = useTranslations('bill.discounts');
  const locale = useLocale();
  return (
    <PlainTable
      caption={t('title')}
      empty={t('empty')}
      columns={[
        { id: 'name', header: t('name') },
        { id: 'covers', header: t('covers') },
        { id: 'from', header: t('from') },
        { id: 'to', header: t('to') },
        { id: 'value', header: t('value'), align: 'end' },
      ]}
      rows={discounts.map((discount) => ({
        id: discount.id,
        cells: {
          name: discount.name,
          covers: t(discount.supplierId === null ? 'allLines' : 'oneSupplier'),
          from: <DateText value={discount.validFrom} />,
          to: discount.validTo === null ? t('open') : <DateText value={discount.validTo} />,
          value:
            discount.amount === null ? (
              t('percent', { percent: formatQuantity(discount.percent ?? '0', locale) })
            ) : (
              <MoneyText amount={discount.amount} currency={currency} />
            ),
        },
      }))}
    />
  );
}
