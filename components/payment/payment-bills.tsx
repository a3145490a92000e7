import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { isZeroAmount } from '@/components/money/amount';
import { MoneyText } from '@/components/money/money-text';
import { DateText } from '@/components/time/date-text';
import { PlainTable } from '@/components/ui/plain-table';

export type PaymentBillsProps = {
  allocations: readonly { billId: string; number: string; amount: string; bookedOn: string }[];
  /** What of it is on no bill. */
  rest: string;
  currency: string;
  home: string;
};

/** The bills a payment pays, and what is left of it. */
export function PaymentBills({ allocations, rest, currency, home }: PaymentBillsProps): ReactNode {
  const t = useTranslations('payment');
  return (
    <PlainTable
      caption={t('detail.bills')}
      empty={isZeroAmount(rest) ? t('detail.noBills') : undefined}
      columns={[
        { id: 'bill', header: t('column.bill') },
        { id: 'bookedOn', header: t('column.bookedOn') },
        { id: 'amount', header: t('column.amount'), align: 'end' },
      ]}
      rows={allocations.map(({ billId, number, amount, bookedOn }) => ({
        id: billId,
        href: `${home}/${billId}`,
        cells: {
          bill: number,
          bookedOn: <DateText value={bookedOn} />,
          amount: <MoneyText amount={amount} currency={currency} />,
        },
      }))}
      {...(isZeroAmount(rest)
        ? {}
        : { footer: { bill: t('detail.rest'), amount: <MoneyText amount={rest} currency={currency} /> } })}
    />
  );
}
