import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { BillListView } from '@/components/bill/bill-table';
import { MoneyText } from '@/components/money/money-text';
import { DateText } from '@/components/time/date-text';
import { PeriodText } from '@/components/time/period-text';
import { PlainTable } from '@/components/ui/plain-table';

/** A few bills at a glance; the whole list is a page of its own. */
export function LatestBills({ bills, home }: { bills: readonly BillListView[]; home: string }): ReactNode {
  const t = useTranslations('bill');
  return (
    <PlainTable
      caption={t('table.latest')}
      empty={t('table.none')}
      columns={[
        { id: 'number', header: t('table.number') },
        { id: 'account', header: t('account') },
        { id: 'period', header: t('period') },
        { id: 'dueOn', header: t('dueOn') },
        { id: 'total', header: t('total'), align: 'end' },
      ]}
      rows={bills.map((bill) => ({
        id: bill.id,
        href: `${home}/${bill.id}`,
        cells: {
          number: <span className="whitespace-nowrap">{bill.number ?? t('draftTitle')}</span>,
          account: bill.billingAccount.name,
          period: (
            <span className="whitespace-nowrap">
              <PeriodText from={bill.period.from} to={bill.period.to} />
            </span>
          ),
          dueOn: bill.dueOn ? (
            <span className="whitespace-nowrap">
              <DateText value={bill.dueOn} />
            </span>
          ) : null,
          total: <MoneyText amount={bill.total} currency={bill.currency} />,
        },
      }))}
    />
  );
}
