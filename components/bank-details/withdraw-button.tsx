'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { Button } from '@/components/ui/button';

/** Takes back what waits for approval. */
export function WithdrawButton({
  id,
  withdraw,
}: {
  id: string;
  withdraw: Action<{ id: string }>;
}): ReactNode {
  const t = useTranslations('bankDetails');
  const { act, isPending } = useAction(withdraw, { done: () => t('withdrawn') });
  return (
    <Button size="sm" variant="quiet" isPending={isPending} onPress={() => void act({ id })}>
      {t('withdraw')}
    </Button>
  );
}
