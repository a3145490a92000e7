'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { Action } from '@/components/action/action';
import { type ReadText, useAction } from '@/components/action/use-action';
import { newKey } from '@/components/payment/new-key';
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
  act: Action<Input>;
  /** What is sent, with what else the form knows, and what is written in fields of its own. */
  input: (said: SaidAmount, text: ReadText) => Input;
  /** Names of fields of its own, at which a refusal can stand. */
  fields?: readonly string[];
  isDangerous?: boolean;
  /** Fields of its own: before the amount, before the reason, and after it. */
  first?: ReactNode;
  middle?: ReactNode | ((field: FieldRefusal) => ReactNode);
  last?: ReactNode;
  onDone: () => void;
};

/** Of a field's name: what it is refused for, as its properties. */
export type FieldRefusal = (name: string) => { errorMessage?: string };

const FIELDS = ['amount', 'reason'];

/** An amount of money, why it moves, and what else its form asks for; what is refused stands at its field. */
export function AmountForm<Input>(form: AmountFormProps<Input>): ReactNode {
  const { words, currency, defaultAmount, act, input, isDangerous = false, onDone } = form;
  const t = useTranslations(words);
  const [key] = useState(newKey);
  const { submit, isPending, message, field } = useAction(act, {
    ...{ fields: [...FIELDS, ...(form.fields ?? [])], done: () => t('done'), onDone },
  });
  const send = submit((text) => input({ amount: text('amount'), reason: text('reason'), key }, text));
  return (
    <Form onSubmit={send} validationBehavior="aria">
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
      {typeof form.middle === 'function' ? form.middle(field) : form.middle}
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
