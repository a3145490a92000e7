'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { toast } from 'sonner';
import type { BudgetActions } from '@/components/budget/budget-view';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';

export function EndBudgetButton({
  budget,
  end,
}: {
  budget: { id: string; name: string };
  end: BudgetActions['end'];
}): ReactNode {
  const t = useTranslations('alert.budgets');
  const router = useRouter();
  return (
    <ConfirmDialog
      trigger={
        <Button size="sm" variant="quiet">
          {t('end')}
        </Button>
      }
      title={t('endTitle')}
      description={t('endDescription', { name: budget.name })}
      confirmLabel={t('end')}
      tone="danger"
      onConfirm={async () => {
        const answer = await end({ id: budget.id });
        if (answer.ok) toast(t('ended'));
        else toast.error(answer.message);
        router.refresh();
      }}
    />
  );
}
