'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';

export type CancelFile = Action<{ id: string }, { accepted: number }>;

/** Stops a file that is not read to its end yet, once a person has said so; then says what was taken of it. */
export function CancelFileButton({
  file,
  cancel,
}: {
  file: { id: string; name: string };
  cancel: CancelFile;
}): ReactNode {
  const t = useTranslations('usageFile.cancel');
  const { act } = useAction(cancel, { done: ({ accepted }) => t('done', { count: accepted }) });
  return (
    <ConfirmDialog
      trigger={<Button>{t('button')}</Button>}
      title={t('title', { name: file.name })}
      description={t('description')}
      confirmLabel={t('confirm')}
      tone="danger"
      onConfirm={() => act({ id: file.id })}
    />
  );
}
