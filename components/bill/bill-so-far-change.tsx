import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { compareWithLast } from '@/components/bill/compare-with-last';
import type { SoFarView } from '@/components/bill/so-far-view';
import { MoneyText } from '@/components/money/money-text';
import { PlainTable } from '@/components/ui/plain-table';
import { TextLink } from '@/components/ui/text-link';

/** The running period beside the last bill, supplier by supplier. */
export function BillSoFarChange({ bill }: { bill: SoFarView }): ReactNode {
  const t = useTranslations('bill.soFar');
  const { currency, last } = bill;
  if (!last) return <p className="text-ink-muted">{t('noLast')}</p>;
  const comparison = compareWithLast(bill, last);
  const money = (amount: string) => <MoneyText amount={amount} currency={currency} />;
  const change = (amount: string) => <MoneyText amount={amount} currency={currency} signed />;
  return (
    <div>
      <p className="pb-1 text-sm text-ink-muted">
        {t.rich('against', {
          number: last.number,
          link: (words) => <TextLink href={last.href}>{words}</TextLink>,
        })}
      </p>
      <PlainTable
        caption={t('comparison')}
        columns={[
          { id: 'name', header: t('supplier') },
          { id: 'last', header: t('last'), align: 'end' },
          { id: 'change', header: t('change'), align: 'end' },
        ]}
        rows={comparison.rows.map((row) => ({
          id: row.supplier,
          cells: {
            name: row.supplier === 'tax' ? t('tax') : row.name,
            last: money(row.last),
            change: change(row.change),
          },
        }))}
        footer={{ name: t('sum'), last: money(last.total), change: change(comparison.change) }}
      />
    </div>
  );
}
