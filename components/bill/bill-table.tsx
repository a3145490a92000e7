import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { billTone, standingTone } from '@/components/bill/bill-state';
import type { ColumnSpec, FilterSpec } from '@/components/data-table/column-spec';
import { DataTable } from '@/components/data-table/data-table';

export type BillListView = {
  id: string;
  number: string | null;
  state: string;
  billingAccount: { number: string; name: string };
  customer: { name: string };
  period: { from: string; to: string };
  issuedOn: string | null;
  dueOn: string | null;
  currency: string;
  net: string;
  tax: string;
  total: string;
};

/** What is left to pay of issued bills, by id. */
export type Standings = Readonly<
  Record<string, { standing: 'settled' | 'open' | 'overdue' | 'disputed'; open: string }>
>;

export type BillTableProps = {
  bills: readonly BillListView[];
  nextCursor: string | null;
  /** `/operator/bills`: where one bill lies beneath. */
  home: string;
  /** Columns that say what the page says already. */
  without?: readonly ('customer' | 'account' | 'state')[];
  filters?: readonly FilterSpec[];
  standings?: Standings;
  prefix?: string;
  searchable?: boolean;
  empty: { title: string; description?: string };
};

/** Bills, the latest first. */
export function BillTable({
  bills,
  nextCursor,
  home,
  without = [],
  filters = [],
  standings,
  prefix,
  searchable = true,
  empty,
}: BillTableProps): ReactNode {
  const t = useTranslations('bill');
  // The account's number stands beside its customer; a column of its own would push the total out of sight.
  const namesCustomer = !without.includes('customer');
  const columns: ColumnSpec[] = [
    { id: 'number', header: t('table.number'), kind: 'text' },
    { id: 'customer', header: t('table.customer'), kind: 'text' },
    { id: 'account', header: t('account'), kind: 'text', hidden: namesCustomer },
    { id: 'period', header: t('period'), kind: 'period', sortable: true },
    { id: 'issuedOn', header: t('issuedOn'), kind: 'date', hidden: !without.includes('state') },
    { id: 'dueOn', header: t('dueOn'), kind: 'date' },
    { id: 'state', header: t('table.state'), kind: 'state' },
    ...(standings
      ? ([
          { id: 'standing', header: t('table.standing'), kind: 'state' },
          { id: 'open', header: t('table.open'), kind: 'money', hidden: true },
        ] as const)
      : []),
    { id: 'net', header: t('net'), kind: 'money', hidden: true },
    { id: 'tax', header: t('tax'), kind: 'money', hidden: true },
    { id: 'total', header: t('total'), kind: 'money', sortable: true },
  ];
  return (
    <DataTable
      label={t('table.title')}
      searchable={searchable}
      filters={filters}
      defaultSort="-period"
      nextCursor={nextCursor}
      {...(prefix === undefined ? {} : { prefix })}
      columns={columns.filter(({ id }) => !(without as readonly string[]).includes(id))}
      rows={bills.map((bill) => ({
        id: bill.id,
        href: `${home}/${bill.id}`,
        number: bill.number ?? t('draftTitle'),
        customer: { text: bill.customer.name, secondary: bill.billingAccount.number },
        account: { text: bill.billingAccount.name, secondary: bill.billingAccount.number },
        period: bill.period,
        issuedOn: bill.issuedOn,
        dueOn: bill.dueOn,
        state: { tone: billTone(bill.state), label: t(`state.${bill.state}`), id: bill.state },
        ...standingCells(standings?.[bill.id], bill.currency, t),
        net: { amount: bill.net, currency: bill.currency },
        tax: { amount: bill.tax, currency: bill.currency },
        total: { amount: bill.total, currency: bill.currency },
      }))}
      empty={empty}
    />
  );
}

function standingCells(of: Standings[string] | undefined, currency: string, t: (key: string) => string) {
  if (!of) return {};
  const { standing, open } = of;
  return {
    standing: { tone: standingTone[standing], label: t(`standing.${standing}`), id: standing },
    open: { amount: open, currency },
  };
}
