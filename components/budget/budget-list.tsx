import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { BudgetBar } from '@/components/budget/budget-bar';
import { BudgetDialog } from '@/components/budget/budget-dialog';
import type { BudgetActions, BudgetItem, BudgetScope } from '@/components/budget/budget-view';
import { EndBudgetButton } from '@/components/budget/end-budget-button';
import { MoneyText } from '@/components/money/money-text';
import { EmptyState } from '@/components/ui/empty-state';

export type BudgetListProps = {
  budgets: readonly BudgetItem[];
  scopes: readonly BudgetScope[];
  actions: BudgetActions;
  canManage: boolean;
  showAccount: boolean;
};

/** Budgets with how far they are used, and at which parts somebody is told. */
export function BudgetList({ budgets, scopes, actions, canManage, showAccount }: BudgetListProps): ReactNode {
  const t = useTranslations('alert.budgets');
  if (budgets.length === 0) {
    return <EmptyState title={t('empty')} description={t('emptyDescription')} />;
  }
  return (
    <ul className="border-t">
      {budgets.map((budget) => (
        <li
          key={budget.id}
          className="grid gap-x-8 gap-y-2 border-b py-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] sm:items-center"
        >
          <div className="min-w-0">
            <p className="truncate font-medium">{budget.name}</p>
            <p className="truncate text-sm text-ink-muted">
              {budget.product ? `${budget.product.name} · ${budget.product.reference}` : t('wholeAccount')}
              {showAccount ? ` · ${budget.account.number}` : ''}
            </p>
          </div>
          <div className="min-w-0">
            <div className="flex items-baseline justify-between gap-4 pb-1 text-sm">
              <span>
                {budget.soFar === null ? null : (
                  <MoneyText amount={budget.soFar} currency={budget.account.currency} />
                )}
              </span>
              <MoneyText amount={budget.amount} currency={budget.account.currency} />
            </div>
            <BudgetBar budget={budget} />
          </div>
          {canManage ? (
            <div className="flex gap-1">
              <BudgetDialog budget={budget} scopes={scopes} actions={actions} />
              <EndBudgetButton budget={{ id: budget.id, name: budget.name }} end={actions.end} />
            </div>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
