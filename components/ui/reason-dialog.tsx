'use client';

import { useTranslations } from 'next-intl';
import { type ReactElement, type ReactNode, useState } from 'react';
import { Button, type ButtonProps } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/text-field';

export type ReasonDialogProps = {
  title: string;
  trigger: ReactElement;
  /** What will happen, and what is to be chosen beside the reason. */
  children: ReactNode;
  size?: 'sm' | 'md';
  labels: { reason: string; hint?: string; confirm: string };
  variant?: ButtonProps['variant'];
  /** Does it; null when done, or why not, in words, which stay with what was written; so does that there was no answer. */
  onConfirm: (reason: string) => Promise<string | null>;
};

/** Asks why before something is done that stays on record. */
export function ReasonDialog(props: ReasonDialogProps): ReactNode {
  const { title, trigger, children, size = 'sm', labels, variant = 'primary', onConfirm } = props;
  const t = useTranslations('common');
  const [isOpen, setIsOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [isPending, setIsPending] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  async function confirm(): Promise<void> {
    setIsPending(true);
    const refused = await onConfirm(reason).catch(() => t('noAnswer'));
    setIsPending(false);
    setRefusal(refused);
    if (refused !== null) return;
    setIsOpen(false);
    setReason('');
  }

  return (
    <Dialog
      title={title}
      size={size}
      isOpen={isOpen}
      onOpenChange={(next) => {
        setIsOpen(next);
        setRefusal(null);
      }}
      trigger={trigger}
      footer={(close) => (
        <>
          <Button onPress={close}>{t('cancel')}</Button>
          <Button
            variant={variant}
            isPending={isPending}
            isDisabled={reason.trim().length < MIN_CHARACTERS}
            onPress={confirm}
          >
            {labels.confirm}
          </Button>
        </>
      )}
    >
      <div className="flex flex-col gap-4">
        {children}
        <TextField
          label={labels.reason}
          description={labels.hint}
          isRequired
          value={reason}
          onChange={setReason}
          multiline
          rows={2}
          maxLength={500}
          autoFocus
          errorMessage={refusal ?? undefined}
        />
      </div>
    </Dialog>
  );
}

const MIN_CHARACTERS = 3;
