import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';

export type PayoutRowItem = {
  id: string;
  cause: string;
  bookedOn: string;
  currency: string;
  amount: string;
  payoutAmount: string | null;
  bill: { number: string | null; account: string } | null;
  payout: { number: string } | null;
  words: string | null;
};

/** The rows of a payout, cause by cause; each opens to what is behind it. */
export function PayoutRowTable({
  rows,
  nextCursor,
  causes,
  currency,
  home,
}: {
  rows: readonly PayoutRowItem[];
  nextCursor: string | null;
  causes: readonly string[];
  currency: string;
  /** The payout's own address. */
  home: string;
}): ReactNode {
  const t = useTranslations('payout');
  return (
    <DataTable
      label={t('rows.title')}
      searchable={false}
      nextCursor={nextCursor}
      prefix="rows"
      filters={[
        {
          id: 'cause',
          label: t('rows.cause'),
          multiple: false,
          options: causes.map((id) => ({ id, label: t(`cause.${id}`) })),
        },
      ]}
      columns={[
        { id: 'from', header: t('rows.from'), kind: 'text' },
        { id: 'cause', header: t('rows.cause'), kind: 'text' },
        { id: 'bookedOn', header: t('rows.bookedOn'), kind: 'date' },
        { id: 'booked', header: t('rows.booked'), kind: 'money', hidden: rows.every(sameCurrency(currency)) },
        { id: 'amount', header: t('rows.amount'), kind: 'money' },
      ]}
      rows={rows.map((row) => ({
        id: row.id,
        href: `${home}/rows/${row.id}`,
        from: fromOf(row, t),
        cause: t(`cause.${row.cause}`),
        bookedOn: row.bookedOn,
        booked: { amount: row.amount, currency: row.currency },
        amount: row.payoutAmount === null ? null : { amount: row.payoutAmount, currency },
      }))}
      empty={{ title: t('rows.emptyTitle') }}
    />
  );
}

const sameCurrency = (currency: string) => (row: PayoutRowItem) => row.currency === currency;

function fromOf(row: PayoutRowItem, t: (key: string, values?: Record<string, string>) => string) {
  const { bill, payout, words } = row;
  if (bill) {
    const text = bill.number ? t('rows.bill', { number: bill.number }) : t('rows.billDraft');
    return { text, secondary: t('rows.account', { number: bill.account }) };
  }
  if (payout) return t('rows.payout', { number: payout.number });
  return words ?? t(`cause.${row.cause}`);
}
