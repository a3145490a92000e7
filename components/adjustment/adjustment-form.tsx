'use client';

import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import {
  OwnerField,
  type SubjectChoices,
  SubjectFields,
  type SubjectValues,
  useSubject,
} from '@/components/adjustment/adjustment-subject';
import { newKey } from '@/components/payment/new-key';
import { Button } from '@/components/ui/button';
import { DecimalField } from '@/components/ui/decimal-field';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { RadioList } from '@/components/ui/radio-list';
import { TextField } from '@/components/ui/text-field';
import { formatMoney } from '@/lib/format/money';

export type AdjustmentValues = SubjectValues & {
  billingAccount: string;
  description: string;
  amount: string;
  reason: string;
  key: string;
};

export type AdjustmentFormProps = SubjectChoices & {
  account: { number: string; currency: string };
  add: Action<AdjustmentValues, { amount: string; currency: string }>;
};

const FIELDS = ['description', 'amount', 'reason', 'taxClass', 'period', 'owner', 'product'];

/** An extra charge or credit for an account's next bill. What the server refuses stands at the field it is about. */
export function AdjustmentForm(props: AdjustmentFormProps & { onDone: () => void }): ReactNode {
  const { account, line, add, onDone } = props;
  const t = useTranslations('adjustment');
  const locale = useLocale();
  const [key] = useState(newKey);
  const [side, setSide] = useState('charge');
  const subject = useSubject(props);
  const { submit, isPending, message, field } = useAction(add, {
    fields: FIELDS,
    done: ({ amount, currency }) => t('done', { amount: formatMoney(amount, currency, locale) }),
    onDone,
  });
  const send = submit((text) => {
    const amount = text('amount');
    return {
      ...{ billingAccount: account.number, description: text('description'), reason: text('reason'), key },
      amount: side === 'credit' && amount !== '' ? `-${amount}` : amount,
      ...subject.values,
    };
  });

  return (
    <Form onSubmit={send} validationBehavior="aria">
      <FormError>{message}</FormError>
      {line ? <p>{t('about', { line: line.description, bill: line.bill })}</p> : null}
      <Words name="description" label={t('text')} hint={t('textHint')} maxLength={200} field={field} />
      <div className="grid gap-4 sm:grid-cols-2">
        <RadioList
          label={t('side.label')}
          isRequired
          options={['charge', 'credit'].map((id) => ({ id, label: t(`side.${id}`) }))}
          value={side}
          onChange={setSide}
        />
        <DecimalField
          name="amount"
          label={t('amount')}
          suffix={account.currency}
          defaultValue=""
          isRequired
          {...field('amount')}
        />
        <SubjectFields {...props} subject={subject} field={field} />
      </div>
      <OwnerField subject={subject} field={field} />
      <Words
        name="reason"
        label={t('reason')}
        hint={t('reasonHint')}
        rows={2}
        maxLength={500}
        field={field}
      />
      <FormActions>
        <Button type="submit" variant="primary" isPending={isPending}>
          {t('submit')}
        </Button>
      </FormActions>
    </Form>
  );
}

type WordsProps = {
  name: string;
  label: string;
  hint: string;
  maxLength: number;
  /** Several lines. */
  rows?: number;
  field: (name: string) => { errorMessage?: string };
};

const Words = ({ name, label, hint, maxLength, rows, field }: WordsProps): ReactNode => (
  <TextField
    {...{ name, label, maxLength }}
    {...(rows !== undefined && { multiline: true, rows })}
    description={hint}
    defaultValue=""
    isRequired
    {...field(name)}
  />
);
