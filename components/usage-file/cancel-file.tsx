'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';

export type CancelFile = (input: {
  id: string;
}) => Promise<{ ok: true; data: { accepted: number } } | { ok: false; message: string }>;

/** Stops a file that is not read to its end yet, once a person has said so; then says what was taken of it. */
export function CancelFileButton({
  file,
  cancel,
}: {
  file: { id: string; name: string };
  cancel: CancelFile;
}): ReactNode {
  const t = useTranslations('usageFile.cancel');
  const router = useRouter();
  return (
    <ConfirmDialog
      trigger={<Button>{t('button')}</Button>}
      title={t('title', { name: file.name })}
      description={t('description')}
      confirmLabel={t('confirm')}
      tone="danger"
      onConfirm={async () => {
        const answer = await cancel({ id: file.id });
        if (answer.ok) toast(t('done', { count: answer.data.accepted }));
        else toast.error(answer.message);
        router.refresh();
      }}
    />
  );
}
