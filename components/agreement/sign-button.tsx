'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';

export type SignAgreement = (input: {
  id: string;
  contentHash: string;
}) => Promise<{ ok: true } | { ok: false; message: string }>;

/** Signs what the reader sees: when it has changed meanwhile, the server refuses. */
export function SignButton({
  agreement,
  party,
  sign,
}: {
  agreement: { id: string; contentHash: string };
  party: string;
  sign: SignAgreement;
}): ReactNode {
  const t = useTranslations('agreement');
  const router = useRouter();
  async function confirm() {
    const answer = await sign(agreement);
    if (!answer.ok) return void toast.error(answer.message);
    toast.success(t('signed'));
    router.refresh();
  }
  return (
    <ConfirmDialog
      title={t('signTitle', { party })}
      description={t('signNote')}
      confirmLabel={t('sign')}
      onConfirm={confirm}
      trigger={<Button variant="primary">{t('sign')}</Button>}
    />
  );
}
