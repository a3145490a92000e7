'use client';

import { CheckCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { Button } from '@/components/ui/button';

type SeeAll = Action<Record<string, never>, { seen: number }>;

/** Marks every alert as seen. */
export function SeeAllButton({ seeAll }: { seeAll: SeeAll }): ReactNode {
  const t = useTranslations('alert');
  const { act, isPending } = useAction(seeAll, { done: ({ seen }) => t('seen', { count: seen }) });
  return (
    <Button icon={<CheckCheck size={16} aria-hidden />} isPending={isPending} onPress={() => void act({})}>
      {t('seeAll')}
    </Button>
  );
}
