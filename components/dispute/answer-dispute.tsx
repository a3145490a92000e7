'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import type { AnswerKind, AnswerValues } from '@/components/dispute/dispute-actions';
import { Button } from '@/components/ui/button';
import { DecimalField } from '@/components/ui/decimal-field';
import { Dialog } from '@/components/ui/dialog';
import { Form, FormActions, FormError } from '@/components/ui/form';
import { RadioList } from '@/components/ui/radio-list';
import { TextField } from '@/components/ui/text-field';

export type AnswerDisputeProps = {
  dispute: { id: string; disputed: string; currency: string };
  /** The operator answers for a partner. */
  forPartner?: boolean;
  answer: Action<AnswerValues>;
};

const ANSWERS = ['accept', 'accept_part', 'object'] as const;

/** What the partner whose line it is says to a dispute. */
export function AnswerDispute({ dispute, forPartner = false, answer }: AnswerDisputeProps): ReactNode {
  const t = useTranslations('dispute.answer');
  return (
    <Dialog
      title={t(forPartner ? 'titleFor' : 'title')}
      trigger={
        <Button variant={forPartner ? 'secondary' : 'primary'}>{t(forPartner ? 'openFor' : 'open')}</Button>
      }
    >
      {(close) => <AnswerForm dispute={dispute} answer={answer} onDone={close} />}
    </Dialog>
  );
}

function AnswerForm({
  dispute,
  answer,
  onDone,
}: Omit<AnswerDisputeProps, 'forPartner'> & { onDone: () => void }): ReactNode {
  const t = useTranslations('dispute.answer');
  const [kind, setKind] = useState<AnswerKind>('object');
  const fields = ['amount', 'words'];
  const { submit, isPending, message, field } = useAction(answer, { fields, done: () => t('done'), onDone });
  const send = submit((text) => ({
    ...{ id: dispute.id, answer: kind, words: text('words') },
    amount: kind === 'accept_part' ? text('amount') : null,
  }));
  return (
    <Form onSubmit={send} validationBehavior="aria">
      <FormError>{message}</FormError>
      <RadioList
        label={t('kind')}
        isRequired
        options={ANSWERS.map((id) => ({ id, label: t(id) }))}
        value={kind}
        onChange={(id) => setKind(id as AnswerKind)}
      />
      {kind === 'accept_part' ? (
        <DecimalField
          name="amount"
          label={t('amount')}
          suffix={dispute.currency}
          isRequired
          {...field('amount')}
        />
      ) : null}
      <TextField
        name="words"
        label={t('words')}
        multiline
        rows={4}
        maxLength={4000}
        isRequired
        {...field('words')}
      />
      <FormActions>
        <Button type="submit" variant="primary" isPending={isPending}>
          {t('submit')}
        </Button>
      </FormActions>
    </Form>
  );
}
