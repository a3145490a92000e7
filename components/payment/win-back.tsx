'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Action } from '@/components/action/action';
import { AmountForm, type SaidAmount } from '@/components/payment/amount-form';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';

export type WinBackProps = {
  payment: { id: string; currency: string };
  reversal: { id: string; left: string };
  win: Action<SaidAmount & { id: string; reversal: string }>;
};

/** Takes in what the bank gave back of a chargeback or a returned debit. */
export function WinBack({ payment, reversal, win }: WinBackProps): ReactNode {
  const t = useTranslations('payment.wonBack');
  return (
    <Dialog title={t('title')} trigger={<Button size="sm">{t('open')}</Button>}>
      {(close) => (
        <AmountForm
          words="payment.wonBack"
          currency={payment.currency}
          defaultAmount={reversal.left}
          act={win}
          input={(said) => ({ ...said, id: payment.id, reversal: reversal.id })}
          onDone={close}
        />
      )}
    </Dialog>
  );
}
