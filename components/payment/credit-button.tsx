'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { Button } from '@/components/ui/button';

export type CreditButtonProps = {
  account: string;
  spend: Action<{ billingAccount: string }, { bills: number; amount: string }>;
};

/** Spends an account's credit on its open bills now, instead of with the next bill run. */
export function CreditButton({ account, spend }: CreditButtonProps): ReactNode {
  const t = useTranslations('payment.balance');
  const { act, isPending } = useAction(spend, {
    done: ({ bills, amount }) => (bills > 0 ? t('applied', { amount }) : t('notApplied')),
  });
  return (
    <Button size="sm" isPending={isPending} onPress={() => void act({ billingAccount: account })}>
      {t('applyCredit')}
    </Button>
  );
}
