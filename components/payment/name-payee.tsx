'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { PAYEE_FIELDS, PayeeFields, payeeOf, type SaidPayee } from '@/components/payment/refund-way';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Form, FormActions, FormError } from '@/components/ui/form';

export type NamePayeeAction = Action<{ id: string; payee: SaidPayee }>;

/** Says to which account a refund that waits goes, or to which other one. */
export function NamePayee({
  id,
  isNamed,
  name,
}: {
  id: string;
  isNamed: boolean;
  name: NamePayeeAction;
}): ReactNode {
  const t = useTranslations('payment.refund');
  return (
    <Dialog
      title={t('namePayeeTitle')}
      trigger={
        <Button size="sm" variant={isNamed ? 'quiet' : 'secondary'}>
          {t(isNamed ? 'changePayee' : 'namePayee')}
        </Button>
      }
    >
      {(close) => <PayeeForm id={id} name={name} onDone={close} />}
    </Dialog>
  );
}

function PayeeForm({ id, name, onDone }: { id: string; name: NamePayeeAction; onDone: () => void }) {
  const t = useTranslations('payment.refund');
  const { submit, isPending, message, field } = useAction(name, {
    ...{ fields: PAYEE_FIELDS, done: () => t('payeeSaved'), onDone },
  });
  return (
    <Form onSubmit={submit((text) => ({ id, payee: payeeOf(text) }))} validationBehavior="aria">
      <FormError>{message}</FormError>
      <PayeeFields field={field} hint={t('namePayeeHint')} isRequired />
      <FormActions>
        <Button type="submit" variant="primary" isPending={isPending}>
          {t('savePayee')}
        </Button>
      </FormActions>
    </Form>
  );
}
