'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';

export type CancelImport = (input: {
  id: string;
}) => Promise<{ ok: true; data: { id: string } } | { ok: false; message: string }>;

/** Stops a bill that is not read to its end yet, once a person has said so. */
export function CancelImportButton({
  row,
  cancel,
}: {
  row: { id: string; externalId: string };
  cancel: CancelImport;
}): ReactNode {
  const t = useTranslations('billImport.cancel');
  const router = useRouter();
  return (
    <ConfirmDialog
      trigger={<Button>{t('button')}</Button>}
      title={t('title', { number: row.externalId })}
      description={t('description')}
      confirmLabel={t('button')}
      tone="danger"
      onConfirm={async () => {
        const answer = await cancel({ id: row.id });
        if (answer.ok) toast(t('done'));
        else toast.error(answer.message);
        router.refresh();
      }}
    />
  );
}
