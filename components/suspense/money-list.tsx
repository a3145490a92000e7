import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import type { Money } from '@/components/suspense/suspense-view';

export type MoneyListProps = {
  amounts: readonly Money[];
  none: string;
  fractionWidth?: number;
  size?: 'figure';
};

/** Amounts below each other, one for each currency; `none` where nothing can be said. */
export function MoneyList({ amounts, none, fractionWidth, size }: MoneyListProps): ReactNode {
  if (amounts.length === 0) return <span className="text-base font-normal text-ink-muted">{none}</span>;
  return amounts.map((money) => (
    <span key={money.currency} className="block">
      <MoneyText
        {...money}
        {...(fractionWidth === undefined ? {} : { fractionWidth })}
        {...(size ? { size } : {})}
      />
    </span>
  ));
}
