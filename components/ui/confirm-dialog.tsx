'use client';

import { useTranslations } from 'next-intl';
import { type ReactElement, type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { FormError } from '@/components/ui/form';

export type ConfirmDialogProps = {
  title: string;
  /** What will happen, with the numbers. */
  description: ReactNode;
  confirmLabel: string;
  tone?: 'primary' | 'danger';
  /** Closes when it is done. Why not, in words, stays in the dialog; so does that there was no answer, when it throws. */
  onConfirm: () => void | Promise<void> | Promise<string | null>;
  trigger?: ReactElement;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
};

export function ConfirmDialog({
  title,
  description,
  confirmLabel,
  tone = 'primary',
  onConfirm,
  ...control
}: ConfirmDialogProps): ReactNode {
  const t = useTranslations('common');
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  async function confirm(close: () => void) {
    setIsBusy(true);
    const refused = await Promise.resolve(onConfirm()).catch(() => t('noAnswer'));
    setIsBusy(false);
    setRefusal(refused ?? null);
    if (typeof refused !== 'string') close();
  }

  return (
    <Dialog
      {...control}
      onOpenChange={(isOpen) => {
        setRefusal(null);
        control.onOpenChange?.(isOpen);
      }}
      title={title}
      size="sm"
      role="alertdialog"
      footer={(close) => (
        <>
          <Button onPress={close}>{t('cancel')}</Button>
          <Button variant={tone} isPending={isBusy} onPress={() => confirm(close)}>
            {confirmLabel}
          </Button>
        </>
      )}
    >
      <div className="flex flex-col gap-4">
        <div>{description}</div>
        <FormError>{refusal}</FormError>
      </div>
    </Dialog>
  );
}
