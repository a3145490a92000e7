'use client';

import { useTranslations } from 'next-intl';
import { type ReactElement, type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';

export type ConfirmDialogProps = {
  title: string;
  /** What will happen, with the numbers. */
  description: ReactNode;
  confirmLabel: string;
  tone?: 'primary' | 'danger';
  /** Closes when it is done; stays open and lets the error through when it throws. */
  onConfirm: () => void | Promise<void>;
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

  async function confirm(close: () => void) {
    setIsBusy(true);
    try {
      await onConfirm();
      close();
    } finally {
      setIsBusy(false);
    }
  }

  return (
    <Dialog
      {...control}
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
      {description}
    </Dialog>
  );
}
