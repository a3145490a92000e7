'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Answer } from '@/components/dispute/dispute-actions';
import { textOf, useSubmit } from '@/components/dispute/use-submit';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { TextField } from '@/components/ui/text-field';

export type ChangeGroupProps = {
  account: string;
  group: string;
  change: (values: { account: string; customerGroup: string }) => Answer<unknown>;
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
  const { submit, isPending, message, field } = useSubmit(
    (form) => change({ account, customerGroup: textOf(form, 'customerGroup') ?? '' }),
    { done: t('done'), onDone },
  );
  return (
    <Form onSubmit={submit} validationBehavior="aria">
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
