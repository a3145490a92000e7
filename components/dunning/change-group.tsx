'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { TextField } from '@/components/ui/text-field';

export type ChangeGroupProps = {
  account: string;
  group: string;
  change: Action<{ account: string; customerGroup: string }>;
};

/** Whose dunning policy a customer has. */
export function ChangeGroup(props: ChangeGroupProps): ReactNode {
  const t = useTranslations('dunning.group');
  return (
    <Dialog title={t('title')} size="sm" trigger={<Button>{t('open')}</Button>}>
      {(close) => <GroupForm {...props} onDone={close} />}
    </Dialog>
  );
}

function GroupForm({ account, group, change, onDone }: ChangeGroupProps & { onDone: () => void }): ReactNode {
  const t = useTranslations('dunning.group');
  const { submit, isPending, message, field } = useAction(change, {
    ...{ fields: ['customerGroup'], done: () => t('done'), onDone },
  });
  const send = submit((text) => ({ account, customerGroup: text('customerGroup') }));
  return (
    <Form onSubmit={send} validationBehavior="aria">
      <FormError>{message}</FormError>
      <TextField
        name="customerGroup"
        label={t('name')}
        description={t('hint')}
        defaultValue={group}
        maxLength={40}
        isRequired
        {...field('customerGroup')}
      />
      <FormActions>
        <Button type="submit" variant="primary" isPending={isPending}>
          {t('submit')}
        </Button>
      </FormActions>
    </Form>
  );
}
