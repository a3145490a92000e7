'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';

export function RetireBillMapping({
  id,
  base,
  retire,
}: {
  id: string;
  base: string;
  retire: (input: { id: string }) => Promise<{ ok: boolean }>;
}): ReactNode {
  const t = useTranslations('billMapping');
  const router = useRouter();
  return (
    <ConfirmDialog
      trigger={<Button>{t('retire')}</Button>}
      title={t('retireTitle')}
      description={t('retireText')}
      confirmLabel={t('retire')}
      onConfirm={async () => {
        if (!(await retire({ id })).ok) return;
        toast.success(t('retired'));
        router.push(base);
        router.refresh();
      }}
    />
  );
}
