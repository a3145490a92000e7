'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useState } from 'react';
import { newKey } from '@/components/payment/new-key';
import type { Act } from '@/components/payment/payment-actions';
import { METHODS, type MethodKind, methodOf } from '@/components/payment/payment-words';
import { useAct } from '@/components/payment/use-act';
import { Button } from '@/components/ui/button';
import { DecimalField } from '@/components/ui/decimal-field';
import { Dialog } from '@/components/ui/dialog';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';

export type RefundCreditProps = {
  account: string;
  currency: string;
  credit: string;
  refund: Act<{
    account: string;
    currency: string;
    amount: string;
    reason: string;
    method: MethodKind;
    key: string;
  }>;
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

const FIELDS = ['amount', 'reason'];

function RefundForm({
  account,
  currency,
  credit,
  refund,
  onDone,
}: RefundCreditProps & { onDone: () => void }) {
  const t = useTranslations('payment');
  const [key] = useState(newKey);
  const [method, setMethod] = useState<MethodKind>('bank_transfer');
  const { send, isPending, message, field } = useAct(refund, FIELDS, () => t('refund.done'));
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '');
    void send({ account, currency, amount: text('amount'), reason: text('reason'), method, key }, onDone);
  }
  return (
    <Form onSubmit={submit} validationBehavior="aria">
      <FormError>{message}</FormError>
      <p className="text-ink-muted">{t('refund.hint')}</p>
      <DecimalField
        name="amount"
        label={t('refund.amount')}
        suffix={currency}
        defaultValue={credit}
        isRequired
        {...field('amount')}
      />
      <Select
        label={t('refund.how')}
        options={METHODS.map((id) => ({ id, label: t(`method.${id}`) }))}
        value={method}
        onChange={(id) => setMethod(methodOf(id))}
      />
      <TextField
        name="reason"
        label={t('refund.reason')}
        defaultValue=""
        maxLength={500}
        isRequired
        {...field('reason')}
      />
      <FormActions>
        <Button type="submit" variant="primary" isPending={isPending}>
          {t('refund.submit')}
        </Button>
      </FormActions>
    </Form>
  );
}
