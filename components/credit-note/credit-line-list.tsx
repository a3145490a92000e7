'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { CreditableLine } from '@/components/credit-note/credit-choice';
import { isSameAmount, isZeroAmount } from '@/components/money/amount';
import { MoneyText } from '@/components/money/money-text';
import { Badge } from '@/components/ui/badge';
import { Checkbox } from '@/components/ui/checkbox';
import { DecimalField } from '@/components/ui/decimal-field';

export type CreditLineListProps = {
  lines: readonly CreditableLine[];
  currency: string;
  amounts: Readonly<Record<string, string>>;
  onChange: (amounts: Record<string, string>) => void;
};

/** The lines of a bill to choose from, each with how much of it: all that is left, unless less is written. */
export function CreditLineList({ lines, currency, amounts, onChange }: CreditLineListProps): ReactNode {
  const t = useTranslations('creditNote.sheet');
  const choose = (line: CreditableLine, isChosen: boolean) => {
    const { [line.lineId]: _, ...others } = amounts;
    onChange(isChosen ? { ...others, [line.lineId]: line.left } : others);
  };
  return (
    <ul className="flex flex-col">
      {lines.map((line) => (
        <li
          key={line.lineId}
          className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 border-b py-2"
        >
          <Checkbox
            isSelected={line.lineId in amounts}
            onChange={(isChosen) => choose(line, isChosen)}
            className="min-w-0 flex-1 basis-44"
          >
            {line.description}
            {line.isDisputed ? (
              <span className="ms-2">
                <Badge tone="attention">{t('disputed')}</Badge>
              </span>
            ) : null}
          </Checkbox>
          {isZeroAmount(line.left) ? (
            <p className="ms-auto text-end">
              <MoneyText amount={line.left} currency={currency} />
              <span className="block text-xs text-ink-muted">{t('onlyShares')}</span>
            </p>
          ) : line.lineId in amounts ? (
            <DecimalField
              label={t('amountOf', { line: line.description })}
              hideLabel
              suffix={currency}
              value={amounts[line.lineId] ?? ''}
              onChange={(amount) => onChange({ ...amounts, [line.lineId]: amount })}
              className="w-40"
            />
          ) : (
            <p className="ms-auto text-end">
              <MoneyText amount={line.left} currency={currency} />
              {isSameAmount(line.left, line.leftNet) ? null : (
                <span className="block text-xs text-ink-muted">
                  {t('afterDiscounts')} <MoneyText amount={line.leftNet} currency={currency} />
                </span>
              )}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
