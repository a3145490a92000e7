'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { toast } from 'sonner';
import type { Action } from '@/components/action/action';
import { Button } from '@/components/ui/button';
import { ReasonDialog } from '@/components/ui/reason-dialog';

export type Withdraw = Action<{ id: string; reason: string }>;

/** Takes an adjustment back that is on no issued bill, and asks why. */
export function WithdrawButton({
  adjustment,
  withdraw,
}: {
  adjustment: { id: string; description: string };
  withdraw: Withdraw;
}): ReactNode {
  const t = useTranslations('adjustment.withdraw');
  const router = useRouter();
  async function confirm(reason: string): Promise<string | null> {
    const answer = await withdraw({ id: adjustment.id, reason });
    if (!answer.ok) return answer.message;
    toast.success(t('done'));
    router.refresh();
    return null;
  }
  return (
    <ReasonDialog
      title={t('title', { text: adjustment.description })}
      trigger={<Button size="sm">{t('button')}</Button>}
      labels={{ reason: t('reason'), confirm: t('confirm') }}
      onConfirm={confirm}
    >
      <p>{t('description')}</p>
    </ReasonDialog>
  );
}
