import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';

export type WaitingMoney = { currency: string; amount: string; waiting: string };

type MoneyPartProps = {
  money: readonly WaitingMoney[];
  part: 'amount' | 'waiting';
  fractionWidth: number;
};

/** Behind one of a partner's names, a line a currency: all of it, or what waits, exact and in the colour of risk. */
export function MoneyPart({ money, part, fractionWidth }: MoneyPartProps): ReactNode {
  return money
    .filter(({ waiting }) => part === 'amount' || waiting !== '0')
    .map((one) => (
      <span key={one.currency} className="block">
        <MoneyText
          amount={one[part]}
          currency={one.currency}
          exact={part === 'waiting'}
          fractionWidth={fractionWidth}
          {...(part === 'waiting' && { tone: 'risk' as const })}
        />
      </span>
    ));
}

/** What waits, for the width that the column's decimals need. */
export const waitingAmounts = (
  rows: readonly { money: readonly WaitingMoney[] }[],
): { amount: string; currency: string }[] =>
  rows.flatMap(({ money }) => money.map(({ currency, waiting }) => ({ amount: waiting, currency })));
