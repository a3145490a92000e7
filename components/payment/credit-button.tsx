'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Act } from '@/components/payment/payment-actions';
import { useAct } from '@/components/payment/use-act';
import { Button } from '@/components/ui/button';

export type CreditButtonProps = {
  account: string;
  spend: Act<{ billingAccount: string }, { bills: number; amount: string }>;
};

/** Spends an account's credit on its open bills now, instead of with the next bill run. */
export function CreditButton({ account, spend }: CreditButtonProps): ReactNode {
  const t = useTranslations('payment.balance');
  const { send, isPending } = useAct(spend, [], ({ bills, amount }) =>
    bills > 0 ? t('applied', { amount }) : t('notApplied'),
  );
  return (
    <Button size="sm" isPending={isPending} onPress={() => void send({ billingAccount: account }, () => {})}>
      {t('applyCredit')}
    </Button>
  );
}
