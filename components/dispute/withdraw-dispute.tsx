'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { toast } from 'sonner';
import type { Action } from '@/components/action/action';
import { Button } from '@/components/ui/button';
import { ReasonDialog } from '@/components/ui/reason-dialog';

/** Takes a dispute back, with its reason. */
export function WithdrawDispute({
  id,
  withdraw,
}: {
  id: string;
  withdraw: Action<{ id: string; words: string }>;
}): ReactNode {
  const t = useTranslations('dispute.withdraw');
  const router = useRouter();
  return (
    <ReasonDialog
      title={t('title')}
      trigger={<Button>{t('open')}</Button>}
      labels={{ reason: t('words'), confirm: t('submit') }}
      onConfirm={async (words) => {
        const answer = await withdraw({ id, words });
        if (!answer.ok) return answer.message;
        toast.success(t('done'));
        router.refresh();
        return null;
      }}
    >
      <p>{t('text')}</p>
    </ReasonDialog>
  );
}
