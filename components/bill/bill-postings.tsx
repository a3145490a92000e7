import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { isZeroAmount } from '@/components/money/amount';
import { MoneyText } from '@/components/money/money-text';
import { PlainTable } from '@/components/ui/plain-table';

export type BillPostingsProps = {
  currency: string;
  postings: readonly { account: string; party: string; debit: string; credit: string }[];
  /** Σ of either side. */
  sum: string | null;
};

/** The journal a bill caused: what was owed and to whom, both sides the same. */
export function BillPostings({ currency, postings, sum }: BillPostingsProps): ReactNode {
  const t = useTranslations('bill.postings');
  const side = (amount: string) =>
    isZeroAmount(amount) ? null : <MoneyText amount={amount} currency={currency} />;
  return (
    <PlainTable
      caption={t('title')}
      empty={t('empty')}
      columns={[
        { id: 'account', header: t('account') },
        { id: 'party', header: t('party') },
        { id: 'debit', header: t('debit'), align: 'end' },
        { id: 'credit', header: t('credit'), align: 'end' },
      ]}
      rows={postings.map((posting, index) => ({
        id: String(index),
        cells: {
          account: t(`accounts.${posting.account}`),
          party: <span className="font-mono text-sm">{posting.party}</span>,
          debit: side(posting.debit),
          credit: side(posting.credit),
        },
      }))}
      {...(sum === null
        ? {}
        : {
            footer: {
              account: t('sum'),
              debit: <MoneyText amount={sum} currency={currency} />,
              credit: <MoneyText amount={sum} currency={currency} />,
            },
          })}
    />
  );
}
