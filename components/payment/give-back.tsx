'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { Action } from '@/components/action/action';
import { isZeroAmount } from '@/components/money/amount';
import { AmountForm, type SaidAmount } from '@/components/payment/amount-form';
import { methodOf, REVERSALS, type ReversalKind } from '@/components/payment/payment-words';
import { PAYEE_FIELDS, RefundWay, type SaidWay, wayOf } from '@/components/payment/refund-way';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { Select } from '@/components/ui/select';

type OfPayment = { id: string; currency: string; method: string };
type PaidBy = { payer: { iban: string | null } | null };

export type ReversePaymentProps = {
  payment: OfPayment;
  /** What is left of it. */
  left: string;
  reverse: Action<SaidAmount & { id: string; kind: ReversalKind }>;
};

/** Takes a payment back, whole or in part, because the bank did, or it never was one. */
export function ReversePayment(form: ReversePaymentProps): ReactNode {
  const t = useTranslations('payment.reverse');
  return (
    <Dialog title={t('title')} trigger={<Button>{t('open')}</Button>}>
      {(close) => <ReverseForm {...form} onDone={close} />}
    </Dialog>
  );
}

function ReverseForm({ payment, left, reverse, onDone }: ReversePaymentProps & { onDone: () => void }) {
  const t = useTranslations('payment.reverse');
  const [kind, setKind] = useState<ReversalKind>(
    payment.method === 'direct_debit' ? 'returned' : 'chargeback',
  );
  return (
    <AmountForm
      words="payment.reverse"
      currency={payment.currency}
      defaultAmount={left}
      act={reverse}
      input={(said) => ({ ...said, id: payment.id, kind })}
      isDangerous
      first={
        <Select
          label={t('kind')}
          options={REVERSALS.map((id) => ({ id, label: t(id) }))}
          value={kind}
          onChange={(id) => setKind(REVERSALS.find((each) => each === id) ?? 'mistake')}
        />
      }
      onDone={onDone}
    />
  );
}

export type RefundPaymentProps = {
  payment: OfPayment & PaidBy;
  left: string;
  /** Of that, what is on no bill. */
  credit: string;
  refund: Action<SaidAmount & SaidWay & { id: string; takeFromBills: boolean }>;
};

/** Gives a payment's money back to who paid it. */
export function RefundPayment(form: RefundPaymentProps): ReactNode {
  const t = useTranslations('payment.refund');
  return (
    <Dialog title={t('title')} trigger={<Button>{t('open')}</Button>}>
      {(close) => <RefundForm {...form} onDone={close} />}
    </Dialog>
  );
}

function RefundForm({ payment, left, credit, refund, onDone }: RefundPaymentProps & { onDone: () => void }) {
  const t = useTranslations('payment.refund');
  const [takeFromBills, setTakeFromBills] = useState(isZeroAmount(credit));
  const [method, setMethod] = useState(methodOf(payment.method));
  return (
    <AmountForm
      words="payment.refund"
      fields={PAYEE_FIELDS}
      currency={payment.currency}
      defaultAmount={isZeroAmount(credit) ? left : credit}
      act={refund}
      input={(said, text) => ({
        ...{ ...said, id: payment.id, takeFromBills },
        ...wayOf(method, text),
      })}
      middle={(field) => (
        <RefundWay method={method} setMethod={setMethod} field={field} known={payment.payer?.iban ?? null} />
      )}
      last={
        <Checkbox isSelected={takeFromBills} onChange={setTakeFromBills}>
          {t('takeFromBills')}
        </Checkbox>
      }
      onDone={onDone}
    />
  );
}
