'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useState } from 'react';
import { newKey } from '@/components/payment/new-key';
import type { Act } from '@/components/payment/payment-actions';
import { useAct } from '@/components/payment/use-act';
import { Button } from '@/components/ui/button';
import { DecimalField } from '@/components/ui/decimal-field';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { TextField } from '@/components/ui/text-field';

/** What every form that takes or gives back money says; the key makes it once, however often it is sent. */
export type SaidAmount = { amount: string; reason: string; key: string };

export type AmountFormProps<Input> = {
  /** Where its `hint`, `amount`, `reason`, `submit` and `done` are. */
  words: 'payment.reverse' | 'payment.refund' | 'payment.wonBack';
  currency: string;
  defaultAmount: string;
  act: Act<Input>;
  /** What is sent, with what else the form knows. */
  input: (said: SaidAmount) => Input;
  isDangerous?: boolean;
  /** Fields of its own: before the amount, before the reason, and after it. */
  first?: ReactNode;
  middle?: ReactNode;
  last?: ReactNode;
  onDone: () => void;
};

const FIELDS = ['amount', 'reason'];

/** An amount of money, why it moves, and what else its form asks for; what is refused stands at its field. */
export function AmountForm<Input>(form: AmountFormProps<Input>): ReactNode {
  const { words, currency, defaultAmount, act, input, isDangerous = false, onDone } = form;
  const t = useTranslations(words);
  const [key] = useState(newKey);
  const { send, isPending, message, field } = useAct(act, FIELDS, () => t('done'));
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string) => String(data.get(name) ?? '');
    void send(input({ amount: text('amount'), reason: text('reason'), key }), onDone);
  }
  return (
    <Form onSubmit={submit} validationBehavior="aria">
      <FormError>{message}</FormError>
      <p className="text-ink-muted">{t('hint')}</p>
      {form.first}
      <DecimalField
        name="amount"
        label={t('amount')}
        suffix={currency}
        defaultValue={defaultAmount}
        isRequired
        {...field('amount')}
      />
      {form.middle}
      <TextField
        name="reason"
        label={t('reason')}
        defaultValue=""
        maxLength={500}
        isRequired
        {...field('reason')}
      />
      {form.last}
      <FormActions>
        <Button type="submit" variant={isDangerous ? 'danger' : 'primary'} isPending={isPending}>
          {t('submit')}
        </Button>
      </FormActions>
    </Form>
  );
}
