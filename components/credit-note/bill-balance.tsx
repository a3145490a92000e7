import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { isZeroAmount } from '@/components/money/amount';
import { MoneyText } from '@/components/money/money-text';

export type BillBalanceView = {
  currency: string;
  total: string;
  credited: string;
  collected: string;
  writtenOff: string;
  disputed: string;
  open: string;
};

/** From a bill's total to what is open of it, as a sum; what is nothing is left out. */
export function BillBalance({ balance }: { balance: BillBalanceView }): ReactNode {
  const t = useTranslations('creditNote.balance');
  const { currency } = balance;
  const rows = LESS.filter((key) => !isZeroAmount(balance[key]));
  return (
    <dl className="grid max-w-md grid-cols-[1fr_auto] gap-x-6 gap-y-1">
      <dt>{t('total')}</dt>
      <dd className="text-end">
        <MoneyText amount={balance.total} currency={currency} />
      </dd>
      {rows.map((key) => (
        <Row key={key} term={t(key)}>
          <MoneyText amount={opposite(balance[key])} currency={currency} />
        </Row>
      ))}
      <dt className="border-t pt-1 font-semibold">{t('open')}</dt>
      <dd className="border-t pt-1 text-end font-semibold">
        <MoneyText amount={balance.open} currency={currency} />
      </dd>
      {isZeroAmount(balance.disputed) ? null : (
        <Row term={t('disputed')}>
          <MoneyText amount={balance.disputed} currency={currency} />
        </Row>
      )}
    </dl>
  );
}

const LESS = ['credited', 'collected', 'writtenOff'] as const;

const opposite = (amount: string) => (amount.startsWith('-') ? amount.slice(1) : `-${amount}`);

function Row({ term, children }: { term: string; children: ReactNode }): ReactNode {
  return (
    <>
      <dt className="text-ink-muted">{term}</dt>
      <dd className="text-end text-ink-muted">{children}</dd>
    </>
  );
}
