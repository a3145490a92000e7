'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { Answer } from '@/components/dispute/dispute-actions';
import { useSubmit } from '@/components/dispute/use-submit';
import { Button } from '@/components/ui/button';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { TextField } from '@/components/ui/text-field';

/** Says something to all sides of a dispute. */
export function MessageForm({
  id,
  write,
}: {
  id: string;
  write: (values: { id: string; words: string }) => Answer<{ id: string }>;
}): ReactNode {
  const t = useTranslations('dispute.talk');
  const [words, setWords] = useState('');
  const { submit, isPending, message, field } = useSubmit(() => write({ id, words }), {
    done: t('sent'),
    onDone: () => setWords(''),
  });
  return (
    <Form onSubmit={submit} validationBehavior="aria">
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
