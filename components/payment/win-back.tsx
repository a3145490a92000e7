'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useState } from 'react';
import { newKey } from '@/components/payment/new-key';
import type { Act } from '@/components/payment/payment-actions';
import { useAct } from '@/components/payment/use-act';
import { Button } from '@/components/ui/button';
import { DecimalField } from '@/components/ui/decimal-field';
import { Dialog } from '@/components/ui/dialog';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { TextField } from '@/components/ui/text-field';

export type WinBackProps = {
  payment: { id: string; currency: string };
  reversal: { id: string; left: string };
  win: Act<{ id: string; reversal: string; amount: string; reason: string; key: string }>;
};

/** Takes in what the bank gave back of a chargeback or a returned debit. */
export function WinBack(form: WinBackProps): ReactNode {
  const t = useTranslations('payment.wonBack');
  return (
    <Dialog title={t('title')} trigger={<Button size="sm">{t('open')}</Button>}>
      {(close) => <WinBackForm {...form} onDone={close} />}
    </Dialog>
  );
}

const FIELDS = ['amount', 'reason'];

function WinBackForm({ payment, reversal, win, onDone }: WinBackProps & { onDone: () => void }) {
  const t = useTranslations('payment.wonBack');
  const [key] = useState(newKey);
  const { send, isPending, message, field } = useAct(win, FIELDS, () => t('done'));
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '');
    const said = { amount: text('amount'), reason: text('reason'), key };
    void send({ ...said, id: payment.id, reversal: reversal.id }, onDone);
  }
  return (
    <Form onSubmit={submit} validationBehavior="aria">
      <FormError>{message}</FormError>
      <p className="text-ink-muted">{t('hint')}</p>
      <DecimalField
        name="amount"
        label={t('amount')}
        suffix={payment.currency}
        defaultValue={reversal.left}
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
        <Button type="submit" variant="primary" isPending={isPending}>
          {t('submit')}
        </Button>
      </FormActions>
    </Form>
  );
}
