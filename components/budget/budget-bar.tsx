import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { BudgetItem } from '@/components/budget/budget-view';

/** How far a budget is used, with a mark at each threshold; the figures are in words beneath. */
export function BudgetBar({ budget }: { budget: BudgetItem }): ReactNode {
  const t = useTranslations('alert.budgets');
  const used = budget.soFar === null ? 0 : percentOf(budget.soFar, budget.amount);
  const end = Math.max(100, ...budget.thresholds);
  const at = (percent: number) => `${(Math.min(percent, end) / end) * 100}%`;
  const isOver = used >= 100;
  return (
    <div>
      <div aria-hidden className="relative h-2 bg-sunken">
        <div
          className={
            isOver ? 'absolute inset-y-0 start-0 bg-attention' : 'absolute inset-y-0 start-0 bg-accent'
          }
          style={{ width: at(used) }}
        />
        {budget.thresholds.map((percent) => (
          <span
            key={percent}
            className="absolute -inset-y-0.5 w-px bg-ink"
            style={{ insetInlineStart: `min(${at(percent)}, calc(100% - 1px))` }}
          />
        ))}
      </div>
      <p className="flex flex-wrap gap-x-3 pt-1 text-xs text-ink-muted">
        <span className={isOver ? 'font-medium text-attention' : 'font-medium'}>
          {t('used', { percent: used })}
        </span>
        <span>
          {t('thresholds')} {budget.thresholds.map((percent) => t('threshold', { percent })).join(', ')}
        </span>
      </p>
    </div>
  );
}

/** For a bar and a word beside exact amounts: whole per cent, towards zero. */
function percentOf(part: string, whole: string): number {
  const decimals = whole.split('.')[1]?.length ?? 0;
  const scaled = (text: string) => {
    const [integer = '0', fraction = ''] = text.split('.');
    return BigInt(integer + fraction.padEnd(decimals, '0').slice(0, decimals));
  };
  const total = scaled(whole);
  const share = total === 0n ? 0n : (scaled(part) * 100n) / total;
  return share < 0n ? 0 : Number(share);
}
