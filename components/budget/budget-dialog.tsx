'use client';

import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { BudgetForm } from '@/components/budget/budget-form';
import type { BudgetActions, BudgetItem, BudgetScope } from '@/components/budget/budget-view';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';

export type BudgetDialogProps = {
  scopes: readonly BudgetScope[];
  budget?: BudgetItem;
  actions: Pick<BudgetActions, 'create' | 'change'>;
  variant?: 'primary' | 'secondary';
};

/** Opens the form of a budget. */
export function BudgetDialog({ variant = 'secondary', ...form }: BudgetDialogProps): ReactNode {
  const t = useTranslations('alert.budgets');
  const trigger = form.budget ? (
    <Button size="sm">{t('edit')}</Button>
  ) : (
    <Button variant={variant} icon={<Plus size={16} aria-hidden />}>
      {t('new')}
    </Button>
  );
  return (
    <Dialog trigger={trigger} title={form.budget ? form.budget.name : t('new')}>
      {(close) => <BudgetForm {...form} onDone={close} />}
    </Dialog>
  );
}
