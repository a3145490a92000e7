'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { Button } from '@/components/ui/button';
import { DateField } from '@/components/ui/date-field';
import { DecimalField } from '@/components/ui/decimal-field';
import { Dialog } from '@/components/ui/dialog';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { TextField } from '@/components/ui/text-field';

export type PromiseValues = { account: string; amount: string; until: string; note: string };
export type AddPromiseProps = {
  account: string;
  currency: string;
  today: string;
  proposed: string;
  add: Action<PromiseValues>;
};

/** Notes a customer's word to pay. */
export function AddPromise(props: AddPromiseProps): ReactNode {
  const t = useTranslations('dunning.promise');
  return (
    <Dialog title={t('title')} size="sm" trigger={<Button>{t('open')}</Button>}>
      {(close) => <PromiseForm {...props} onDone={close} />}
    </Dialog>
  );
}

function PromiseForm({
  account,
  currency,
  today,
  proposed,
  add,
  onDone,
}: AddPromiseProps & { onDone: () => void }): ReactNode {
  const t = useTranslations('dunning.promise');
  const { submit, isPending, message, field } = useAction(add, {
    ...{ fields: ['amount', 'until', 'note'], done: () => t('done'), onDone },
  });
  const send = submit((text) => ({
    ...{ account, amount: text('amount'), until: text('until'), note: text('note') },
  }));
  return (
    <Form onSubmit={send} validationBehavior="aria">
      <FormError>{message}</FormError>
      <p className="text-ink-muted">{t('text')}</p>
      <DecimalField name="amount" label={t('amount')} suffix={currency} isRequired {...field('amount')} />
      <DateField
        name="until"
        label={t('until')}
        defaultValue={proposed}
        minValue={today}
        isRequired
        {...field('until')}
      />
      <TextField name="note" label={t('note')} maxLength={500} {...field('note')} />
      <FormActions>
        <Button type="submit" variant="primary" isPending={isPending}>
          {t('submit')}
        </Button>
      </FormActions>
    </Form>
  );
}
