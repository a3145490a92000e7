import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import { Badge } from '@/components/ui/badge';
import { PlainTable } from '@/components/ui/plain-table';
import { Section } from '@/components/ui/section';
import { formatMoney } from '@/lib/format/money';

export type TrialBalanceView = {
  currency: string;
  debit: string;
  credit: string;
  difference: string;
  reconciles: boolean;
  accounts: {
    account: string;
    postings: string;
    debit: string;
    credit: string;
    balance: string;
    side: 'debit' | 'credit';
  }[];
};

/** The accounts of one currency with their balances; debits and credits come to the same, which is the proof. */
export function TrialBalance({ trial }: { trial: TrialBalanceView }): ReactNode {
  const t = useTranslations('ledger');
  const locale = useLocale();
  const { currency, debit, credit, difference, reconciles, accounts } = trial;
  const money = (amount: string) => <MoneyText amount={amount} currency={currency} hideCurrency />;
  return (
    <Section
      title={currency}
      description={t('proof', {
        debit: formatMoney(debit, currency, locale),
        credit: formatMoney(credit, currency, locale),
        difference: formatMoney(difference, currency, locale),
      })}
      actions={<Badge tone={reconciles ? 'good' : 'risk'}>{t(reconciles ? 'reconciles' : 'broken')}</Badge>}
    >
      <PlainTable
        caption={t('balances')}
        columns={[
          { id: 'account', header: t('table.account') },
          { id: 'debit', header: t('table.debit'), align: 'end' },
          { id: 'credit', header: t('table.credit'), align: 'end' },
          { id: 'balance', header: t('table.balance'), align: 'end' },
          { id: 'side', header: t('table.side') },
          { id: 'postings', header: t('table.postings'), align: 'end' },
        ]}
        rows={accounts.map((row) => ({
          id: row.account,
          href: `/operator/ledger/${row.account}?currency=${currency}`,
          cells: {
            account: t(`account.${row.account}`),
            debit: money(row.debit),
            credit: money(row.credit),
            balance: <MoneyText amount={row.balance} currency={currency} hideCurrency emphasis />,
            side: <span className="text-ink-muted">{t(`side.${row.side}`)}</span>,
            postings: row.postings,
          },
        }))}
        footer={{ account: '', debit: money(debit), credit: money(credit) }}
      />
    </Section>
  );
}
