'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { AmountForm, type SaidAmount } from '@/components/payment/amount-form';
import type { Act } from '@/components/payment/payment-actions';
import { METHODS, type MethodKind, methodOf } from '@/components/payment/payment-words';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Select } from '@/components/ui/select';

export type RefundCreditProps = {
  account: string;
  currency: string;
  credit: string;
  refund: Act<SaidAmount & { account: string; currency: string; method: MethodKind }>;
};

/** Gives an account's credit back, whichever payments or credit notes it is of. */
export function RefundCredit(form: RefundCreditProps): ReactNode {
  const t = useTranslations('payment.refund');
  return (
    <Dialog title={t('ofCredit')} trigger={<Button size="sm">{t('ofCredit')}</Button>}>
      {(close) => <RefundForm {...form} onDone={close} />}
    </Dialog>
  );
}

function RefundForm({
  account,
  currency,
  credit,
  refund,
  onDone,
}: RefundCreditProps & { onDone: () => void }) {
  const t = useTranslations('payment');
  const [method, setMethod] = useState<MethodKind>('bank_transfer');
  return (
    <AmountForm
      words="payment.refund"
      currency={currency}
      defaultAmount={credit}
      act={refund}
      input={(said) => ({ ...said, account, currency, method })}
      middle={
        <Select
          label={t('refund.how')}
          options={METHODS.map((id) => ({ id, label: t(`method.${id}`) }))}
          value={method}
          onChange={(id) => setMethod(methodOf(id))}
        />
      }
      onDone={onDone}
    />
  );
}
