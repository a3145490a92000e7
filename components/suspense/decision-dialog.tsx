'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import type { Answer } from '@/components/suspense/suspense-view';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/text-field';

/** Does what was decided, with the reason for it. */
export type Decide = (note: string) => Promise<Answer<unknown>>;

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
  const [note, setNote] = useState('');
  const [isPending, setIsPending] = useState(false);
  const [isMissing, setIsMissing] = useState(false);

  async function confirm(close: () => void) {
    if (note.trim() === '') return setIsMissing(true);
    setIsPending(true);
    const answer = await decide(note.trim());
    setIsPending(false);
    if (!answer.ok) return void toast.error(answer.issues[0]?.message ?? answer.message);
    toast.success(t('done'));
    close();
    setNote('');
  }

  return (
    <Dialog
      title={title}
      size="sm"
      trigger={<Button variant={variant}>{confirmLabel}…</Button>}
      footer={(close) => (
        <>
          <Button onPress={close}>{t('cancel')}</Button>
          <Button variant="primary" isPending={isPending} onPress={() => confirm(close)}>
            {confirmLabel}
          </Button>
        </>
      )}
    >
      <div className="flex flex-col gap-4">
        <p>{description}</p>
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
