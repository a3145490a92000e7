'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useTransition } from 'react';
import { toast } from 'sonner';
import type { Answer } from '@/components/bank-details/details-view';
import { Button } from '@/components/ui/button';

/** Takes back what waits for approval. */
export function WithdrawButton({
  id,
  withdraw,
}: {
  id: string;
  withdraw: (input: { id: string }) => Promise<Answer>;
}): ReactNode {
  const t = useTranslations('bankDetails');
  const [isPending, start] = useTransition();
  return (
    <Button
      size="sm"
      variant="quiet"
      isPending={isPending}
      onPress={() =>
        start(async () => {
          const answer = await withdraw({ id }).catch(() => null);
          if (answer?.ok) toast.success(t('withdrawn'));
          else toast.error(answer?.message ?? t('failed'));
        })
      }
    >
      {t('withdraw')}
    </Button>
  );
}
