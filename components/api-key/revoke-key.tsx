'use client';

import { Ban } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { toast } from 'sonner';
import type { ApiKeyActions, ApiKeyItem } from '@/components/api-key/api-key-item';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';

/** Ends a key at once, after a question. */
export function RevokeKey({
  item,
  revoke,
}: {
  item: ApiKeyItem;
  revoke: ApiKeyActions['revoke'];
}): ReactNode {
  const t = useTranslations('apiKey');
  const router = useRouter();
  return (
    <ConfirmDialog
      title={t('revoke.title', { name: item.name })}
      description={t('revoke.description')}
      confirmLabel={t('revoke.confirm')}
      tone="danger"
      trigger={
        <Button variant="danger" icon={<Ban size={16} aria-hidden />}>
          {t('revoke.confirm')}
        </Button>
      }
      onConfirm={async () => {
        const answer = await revoke({ id: item.id });
        if (!answer.ok) return answer.message;
        toast.success(t('revoke.done'));
        router.refresh();
        return null;
      }}
    />
  );
}
