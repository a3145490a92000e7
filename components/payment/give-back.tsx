'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useState } from 'react';
import { isZeroAmount } from '@/components/money/amount';
import { newKey } from '@/components/payment/new-key';
import type { Act } from '@/components/payment/payment-actions';
import { REVERSALS, type ReversalKind } from '@/components/payment/payment-words';
import { useAct } from '@/components/payment/use-act';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { DecimalField } from '@/components/ui/decimal-field';
import { Dialog } from '@/components/ui/dialog';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';

type OfPayment = { id: string; currency: string; method: string };

export type ReversePaymentProps = {
  payment: OfPayment;
  /** What is left of it. */
  left: string;
  reverse: Act<{ id: string; amount: string; kind: ReversalKind; reason: string; key: string }>;
};

const FIELDS = ['amount', 'reason'];

/** Takes a payment back, whole or in part, because the bank did, or it never was one. */
export function ReversePayment({ payment, left, reverse }: ReversePaymentProps): ReactNode {
  const t = useTranslations('payment.reverse');
  return (
    <Dialog title={t('title')} trigger={<Button>{t('open')}</Button>}>
      {(close) => <ReverseForm payment={payment} left={left} reverse={reverse} onDone={close} />}
    </Dialog>
  );
}

function ReverseForm({ payment, left, reverse, onDone }: ReversePaymentProps & { onDone: () => void }) {
  const t = useTranslations('payment.reverse');
  const [key] = useState(newKey);
  const [kind, setKind] = useState<ReversalKind>(
    payment.method === 'direct_debit' ? 'returned' : 'chargeback',
  );
  const { send, isPending, message, field } = useAct(reverse, FIELDS, () => t('done'));
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '');
    void send({ id: payment.id, amount: text('amount'), reason: text('reason'), kind, key }, onDone);
  }
  return (
    <Form onSubmit={submit} validationBehavior="aria">
      <FormError>{message}</FormError>
      <p className="text-ink-muted">{t('hint')}</p>
      <Select
        label={t('kind')}
        options={REVERSALS.map((id) => ({ id, label: t(id) }))}
        value={kind}
        onChange={(id) => setKind(REVERSALS.find((each) => each === id) ?? 'mistake')}
      />
      <DecimalField
        name="amount"
        label={t('amount')}
        suffix={payment.currency}
        defaultValue={left}
        isRequired
        {...field('amount')}
      />
      <TextField
        name="reason"
        label={t('reason')}
        defaultValue=""
        maxLength={500}
        isRequired
        {...field('reason')}
      />
      <FormActions>
        <Button type="submit" variant="danger" isPending={isPending}>
          {t('submit')}
        </Button>
      </FormActions>
    </Form>
  );
}

export type RefundPaymentProps = {
  payment: OfPayment;
  left: string;
  /** Of that, what is on no bill. */
  credit: string;
  refund: Act<{ id: string; amount: string; reason: string; takeFromBills: boolean; key: string }>;
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
  const [key] = useState(newKey);
  const [takeFromBills, setTakeFromBills] = useState(isZeroAmount(credit));
  const { send, isPending, message, field } = useAct(refund, FIELDS, () => t('done'));
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '');
    const said = { amount: text('amount'), reason: text('reason'), takeFromBills, key };
    void send({ ...said, id: payment.id }, onDone);
  }
  return (
    <Form onSubmit={submit} validationBehavior="aria">
      <FormError>{message}</FormError>
      <p className="text-ink-muted">{t('hint')}</p>
      <DecimalField
        name="amount"
        label={t('amount')}
        suffix={payment.currency}
        defaultValue={isZeroAmount(credit) ? left : credit}
        isRequired
        {...field('amount')}
      />
      <TextField
        name="reason"
        label={t('reason')}
        defaultValue=""
        maxLength={500}
        isRequired
        {...field('reason')}
      />
      <Checkbox isSelected={takeFromBills} onChange={setTakeFromBills}>
        {t('takeFromBills')}
      </Checkbox>
      <FormActions>
        <Button type="submit" variant="primary" isPending={isPending}>
          {t('submit')}
        </Button>
      </FormActions>
    </Form>
  );
}
