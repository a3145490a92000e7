'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';

export type CancelImport = Action<{ id: string }>;

/** Stops a bill that is not read to its end yet, once a person has said so. */
export function CancelImportButton({
  row,
  cancel,
}: {
  row: { id: string; externalId: string };
  cancel: CancelImport;
}): ReactNode {
  const t = useTranslations('billImport.cancel');
  const { act } = useAction(cancel, { done: () => t('done') });
  return (
    <ConfirmDialog
      trigger={<Button>{t('button')}</Button>}
      title={t('title', { number: row.externalId })}
      description={t('description')}
      confirmLabel={t('button')}
      tone="danger"
      onConfirm={() => act({ id: row.id })}
    />
  );
}
