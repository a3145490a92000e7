'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { Button } from '@/components/ui/button';
import { DateField } from '@/components/ui/date-field';
import { Dialog } from '@/components/ui/dialog';
import { Form, FormActions, FormError } from '@/components/ui/form';

export type BeginVersion = Action<{ id: string; validFrom: string }, { id: string }>;

/** Begins a draft that follows a signed agreement, and goes to it. */
export function VersionDialog({
  id,
  base,
  begin,
}: {
  id: string;
  base: string;
  begin: BeginVersion;
}): ReactNode {
  const t = useTranslations('agreement');
  return (
    <Dialog title={t('newVersionTitle')} trigger={<Button size="sm">{t('newVersion')}</Button>}>
      {() => <VersionForm id={id} base={base} begin={begin} />}
    </Dialog>
  );
}

function VersionForm({ id, base, begin }: { id: string; base: string; begin: BeginVersion }): ReactNode {
  const t = useTranslations('agreement');
  const [validFrom, setValidFrom] = useState('');
  const { submit, isPending, message, field } = useAction(begin, {
    ...{ fields: ['validFrom'], leadsTo: (draft) => `${base}/${draft.id}` },
  });

  return (
    <Form onSubmit={submit(() => ({ id, validFrom }))} validationBehavior="aria">
      <p>{t('newVersionNote')}</p>
      <FormError>{message}</FormError>
      <DateField
        label={t('validFrom')}
        value={validFrom || null}
        onChange={(date) => setValidFrom(date ?? '')}
        isRequired
        {...field('validFrom')}
      />
      <FormActions>
        <Button type="submit" variant="primary" isPending={isPending}>
          {t('begin')}
        </Button>
      </FormActions>
    </Form>
  );
}
