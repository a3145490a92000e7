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
  supplier: string | null;
  validFrom: string;
  validTo: string | null;
  /** Null where who bears it is nobody's to see. */
  bearing: {
    borneBy: 'shared' | 'operator' | 'agreed';
    bearers: readonly { partyId: string; name: string | null; percent: string }[] | null;
  } | null;
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
  const by = useTranslations('discount.by');
  const locale = useLocale();
  const percentText = (percent: string) => t('percent', { percent: formatQuantity(percent, locale) });
  const borne = ({ bearers, borneBy }: NonNullable<DiscountView['bearing']>) =>
    bearers === null
      ? by(borneBy)
      : bearers.map(({ name, partyId, percent }) => `${name ?? partyId} ${percentText(percent)}`).join(', ');
  const hasBearing = discounts.some(({ bearing }) => bearing !== null);
  return (
    <PlainTable
      caption={t('title')}
      empty={t('empty')}
      columns={[
        { id: 'name', header: t('name') },
        { id: 'covers', header: t('covers') },
        ...(hasBearing ? [{ id: 'borneBy', header: t('borneBy') }] : []),
        { id: 'from', header: t('from') },
        { id: 'to', header: t('to') },
        { id: 'value', header: t('value'), align: 'end' },
      ]}
      rows={discounts.map((discount) => ({
        id: discount.id,
        cells: {
          name: discount.name,
          covers: discount.supplierId === null ? t('allLines') : (discount.supplier ?? t('oneSupplier')),
          ...(discount.bearing && { borneBy: borne(discount.bearing) }),
          from: <DateText value={discount.validFrom} />,
          to: discount.validTo === null ? t('open') : <DateText value={discount.validTo} />,
          value:
            discount.amount === null ? (
              percentText(discount.percent ?? '0')
            ) : (
              <MoneyText amount={discount.amount} currency={currency} />
            ),
        },
      }))}
    />
  );
}
