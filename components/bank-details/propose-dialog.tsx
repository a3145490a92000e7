'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { TextField } from '@/components/ui/text-field';

const EMPTY = {
  ...{ holder: '', iban: '', accountNumber: '', bic: '', currency: '' },
  ...{ street: '', postcode: '', town: '', country: '' },
};
type Fields = typeof EMPTY;

export type ProposeDialogProps = {
  /** A partner's id, `operator`, or null for the partner itself. */
  party: string | null;
  title: string;
  trigger: string;
  propose: Action<Fields & { party: string | null }>;
};

/** An account that somebody proposes to be paid to, or to pay from. */
export function ProposeDialog({ party, title, trigger, propose }: ProposeDialogProps): ReactNode {
  const t = useTranslations('bankDetails');
  const [isOpen, setIsOpen] = useState(false);
  const [values, setValues] = useState<Fields>(EMPTY);
  const { submit, isPending, message, field, reset } = useAction(propose, {
    fields: Object.keys(EMPTY),
    done: () => t('proposed'),
    onDone: () => {
      setValues(EMPTY);
      setIsOpen(false);
    },
  });
  const text = (name: keyof Fields, more: { maxLength: number; isRequired?: boolean; note?: string }) => (
    <TextField
      label={t(name)}
      name={name}
      value={values[name]}
      onChange={(value) => setValues((before) => ({ ...before, [name]: value }))}
      maxLength={more.maxLength}
      isRequired={more.isRequired ?? false}
      {...(more.note && { description: more.note })}
      {...field(name)}
      autoComplete="off"
    />
  );

  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onOpenChange={(next) => {
        setIsOpen(next);
        reset();
      }}
      trigger={<Button variant="primary">{trigger}</Button>}
    >
      <Form onSubmit={submit(() => ({ ...values, party }))} validationBehavior="aria">
        <FormError>{message}</FormError>
        {text('holder', { maxLength: 70, isRequired: true, note: t('holderNote') })}
        {text('iban', { maxLength: 50 })}
        <div className="grid gap-4 sm:grid-cols-2">
          {text('accountNumber', { maxLength: 40, note: t('accountNumberNote') })}
          {text('bic', { maxLength: 14 })}
        </div>
        <div className="grid gap-4 sm:grid-cols-2">
          {text('street', { maxLength: 70 })}
          {text('postcode', { maxLength: 16 })}
          {text('town', { maxLength: 35, isRequired: true })}
          {text('country', { maxLength: 2, isRequired: true, note: t('countryNote') })}
        </div>
        {text('currency', { maxLength: 3, note: t('currencyNote') })}
        <FormActions>
          <Button type="submit" variant="primary" isPending={isPending}>
            {t('propose')}
          </Button>
          <Button variant="quiet" onPress={() => setIsOpen(false)}>
            {t('cancel')}
          </Button>
        </FormActions>
      </Form>
    </Dialog>
  );
}
