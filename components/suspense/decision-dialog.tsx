'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { FormError } from '@/components/ui/form';
import { TextField } from '@/components/ui/text-field';

/** Does what was decided, with the reason for it. */
export type Decide = Action<string>;

export type DecisionDialogProps = {
  title: string;
  /** What will happen. */
  description: string;
  confirmLabel: string;
  variant?: 'primary' | 'secondary';
  decide: Decide;
};

/** A decision that wants its reason, which stays on record. */
export function DecisionDialog({
  title,
  description,
  confirmLabel,
  variant = 'secondary',
  decide,
}: DecisionDialogProps): ReactNode {
  const t = useTranslations('suspense.decision');
  const [isOpen, setIsOpen] = useState(false);
  const [note, setNote] = useState('');
  const [isMissing, setIsMissing] = useState(false);

  const { act, isPending, message, reset } = useAction(decide, {
    fields: [],
    done: () => t('done'),
    onDone: () => {
      setIsOpen(false);
      setNote('');
    },
  });
  const confirm = () => (note.trim() === '' ? setIsMissing(true) : void act(note.trim()));

  return (
    <Dialog
      title={title}
      size="sm"
      isOpen={isOpen}
      onOpenChange={(next) => {
        setIsOpen(next);
        reset();
      }}
      trigger={<Button variant={variant}>{confirmLabel}…</Button>}
      footer={(close) => (
        <>
          <Button onPress={close}>{t('cancel')}</Button>
          <Button variant="primary" isPending={isPending} onPress={confirm}>
            {confirmLabel}
          </Button>
        </>
      )}
    >
      <div className="flex flex-col gap-4">
        <p>{description}</p>
        <FormError>{message}</FormError>
        <TextField
          label={t('note')}
          description={t('noteHint')}
          isRequired
          multiline
          rows={2}
          maxLength={500}
          value={note}
          onChange={(text) => {
            setNote(text);
            setIsMissing(false);
          }}
          {...(isMissing ? { errorMessage: t('noteMissing') } : {})}
        />
      </div>
    </Dialog>
  );
}
