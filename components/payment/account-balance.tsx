import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { isZeroAmount } from '@/components/money/amount';
import { MoneyText } from '@/components/money/money-text';
import { DateText } from '@/components/time/date-text';
import { KeyFigure, KeyFigures } from '@/components/ui/key-figure';
import { PlainTable } from '@/components/ui/plain-table';
import { formatMoney } from '@/lib/format/money';

export type BalanceView = {
  currency: string;
  open: string;
  overdue: string;
  disputed: string;
  credit: string;
  ageing: readonly { age: string; amount: string }[];
  bills: readonly { id: string; number: string; dueOn: string; age: string; total: string; open: string }[];
};

/** What an account owes and has in one currency: how late it is, and the bills it stands on. */
export function AccountBalance({
  balance,
  home,
  pay,
}: {
  balance: BalanceView;
  /** Where a bill lies beneath. */
  home: string;
  /** For who pays: a button for a bill. */
  pay?: (billId: string) => ReactNode;
}): ReactNode {
  const t = useTranslations('payment');
  const locale = useLocale();
  const { currency } = balance;
  const money = (amount: string) => <MoneyText amount={amount} currency={currency} />;
  const isLate = !isZeroAmount(balance.overdue);
  return (
    <>
      <KeyFigures>
        <KeyFigure
          label={t('balance.openIn', { currency })}
          value={<MoneyText amount={balance.open} currency={currency} size="figure" />}
          {...(isLate
            ? {
                tone: 'attention' as const,
                note: t('balance.overdue', { amount: formatMoney(balance.overdue, currency, locale) }),
              }
            : {})}
        />
        <KeyFigure
          label={t('balance.credit')}
          value={<MoneyText amount={balance.credit} currency={currency} size="figure" />}
          note={isZeroAmount(balance.credit) ? undefined : t('balance.creditHint')}
        />
      </KeyFigures>
      {isLate ? (
        <div className="pb-6">
          <PlainTable
            caption={t('balance.ageing')}
            hideCaption={false}
            columns={balance.ageing.map(({ age }) => ({
              id: age,
              header: t(`balance.age.${age}`),
              align: 'end',
            }))}
            rows={[
              {
                id: 'amounts',
                cells: Object.fromEntries(balance.ageing.map(({ age, amount }) => [age, money(amount)])),
              },
            ]}
          />
        </div>
      ) : null}
      <PlainTable
        caption={t('balance.bills')}
        empty={t('balance.nothing')}
        columns={[
          { id: 'bill', header: t('column.bill') },
          { id: 'dueOn', header: t('column.dueOn') },
          { id: 'total', header: t('column.total'), align: 'end' },
          { id: 'open', header: t('column.open'), align: 'end' },
          ...(pay ? [{ id: 'pay', header: t('pay.open'), align: 'end' as const }] : []),
        ]}
        rows={balance.bills.map((bill) => ({
          id: bill.id,
          href: `${home}/${bill.id}`,
          cells: {
            bill: bill.number,
            dueOn: (
              <span
                className={bill.age === 'not_due' ? 'whitespace-nowrap' : 'whitespace-nowrap text-attention'}
              >
                <DateText value={bill.dueOn} />
              </span>
            ),
            total: money(bill.total),
            open: money(bill.open),
            ...(pay ? { pay: pay(bill.id) } : {}),
          },
        }))}
      />
    </>
  );
}
