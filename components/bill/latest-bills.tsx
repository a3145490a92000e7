import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { standingTone } from '@/components/bill/bill-state';
import type { BillListView, Standings } from '@/components/bill/bill-table';
import { MoneyText } from '@/components/money/money-text';
import { DateText } from '@/components/time/date-text';
import { PeriodText } from '@/components/time/period-text';
import { PlainTable } from '@/components/ui/plain-table';
import { StateBadge } from '@/components/ui/state-badge';

/** A few bills at a glance; the whole list is a page of its own. */
export function LatestBills({
  bills,
  standings,
  home,
}: {
  bills: readonly BillListView[];
  standings: Standings;
  home: string;
}): ReactNode {
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
        { id: 'standing', header: t('table.standing') },
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
          standing: <Badge of={standings[bill.id]} />,
          total: <MoneyText amount={bill.total} currency={bill.currency} />,
        },
      }))}
    />
  );
}

function Badge({ of }: { of: Standings[string] | undefined }): ReactNode {
  const t = useTranslations('bill.standing');
  return of ? <StateBadge tone={standingTone[of.standing]} label={t(of.standing)} /> : null;
}
