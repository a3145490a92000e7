'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { Action } from '@/components/action/action';
import { AmountForm, type SaidAmount } from '@/components/payment/amount-form';
import type { MethodKind } from '@/components/payment/payment-words';
import { PAYEE_FIELDS, RefundWay, type SaidWay, wayOf } from '@/components/payment/refund-way';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';

export type RefundCreditProps = {
  account: string;
  currency: string;
  credit: string;
  refund: Action<SaidAmount & SaidWay & { account: string; currency: string }>;
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
  const [method, setMethod] = useState<MethodKind>('bank_transfer');
  return (
    <AmountForm
      words="payment.refund"
      currency={currency}
      defaultAmount={credit}
      act={refund}
      fields={PAYEE_FIELDS}
      input={(said, text) => ({ ...said, account, currency, ...wayOf(method, text) })}
      middle={(field) => <RefundWay method={method} setMethod={setMethod} field={field} known={null} />}
      onDone={onDone}
    />
  );
}
