'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { Button } from '@/components/ui/button';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { TextField } from '@/components/ui/text-field';

/** Says something to all sides of a dispute. */
export function MessageForm({
  id,
  write,
}: {
  id: string;
  write: Action<{ id: string; words: string }>;
}): ReactNode {
  const t = useTranslations('dispute.talk');
  const [words, setWords] = useState('');
  const { submit, isPending, message, field } = useAction(write, {
    fields: ['words'],
    done: () => t('sent'),
    onDone: () => setWords(''),
  });
  return (
    <Form onSubmit={submit(() => ({ id, words }))} validationBehavior="aria">
      <FormError>{message}</FormError>
      <TextField
        label={t('write')}
        isRequired
        value={words}
        onChange={setWords}
        multiline
        rows={2}
        maxLength={4000}
        {...field('words')}
      />
      <FormActions>
        <Button type="submit" isPending={isPending} isDisabled={words.trim() === ''}>
          {t('send')}
        </Button>
      </FormActions>
    </Form>
  );
}
