'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import type { PolicyValues } from '@/components/dispute/dispute-actions';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { TextField } from '@/components/ui/text-field';

export type AnswerTimesProps = { policy: PolicyValues; save: Action<PolicyValues> };

const DAYS = ['answerWorkingDays', 'remindWorkingDays'] as const;

/** How long partners have to answer. */
export function AnswerTimes(props: AnswerTimesProps): ReactNode {
  const t = useTranslations('dispute.policy');
  return (
    <Dialog title={t('title')} size="sm" trigger={<Button>{t('open')}</Button>}>
      {(close) => <PolicyForm {...props} onDone={close} />}
    </Dialog>
  );
}

function PolicyForm({ policy, save, onDone }: AnswerTimesProps & { onDone: () => void }): ReactNode {
  const t = useTranslations('dispute.policy');
  const { submit, isPending, message, field } = useAction(save, {
    fields: DAYS,
    done: () => t('done'),
    onDone,
  });
  const send = submit((text) => ({
    answerWorkingDays: Number(text('answerWorkingDays')),
    remindWorkingDays: Number(text('remindWorkingDays')),
  }));
  return (
    <Form onSubmit={send} validationBehavior="aria">
      <FormError>{message}</FormError>
      {DAYS.map((name) => (
        <TextField
          key={name}
          name={name}
          label={t(name)}
          defaultValue={String(policy[name])}
          inputMode="numeric"
          isRequired
          {...field(name)}
        />
      ))}
      <p className="text-sm text-ink-muted">{t('example')}</p>
      <FormActions>
        <Button type="submit" variant="primary" isPending={isPending}>
          {t('submit')}
        </Button>
      </FormActions>
    </Form>
  );
}
