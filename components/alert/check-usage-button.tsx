'use client';

import { Radar } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { Button } from '@/components/ui/button';

type Check = Action<{ account: string }, { found: number }>;

/** Looks for unusual usage of an account now, which otherwise happens every hour. */
export function CheckUsageButton({ account, check }: { account: string; check: Check }): ReactNode {
  const t = useTranslations('alert.unusual');
  const { act, isPending } = useAction(check, {
    done: ({ found }) => (found === 0 ? t('none') : t('found', { count: found })),
  });
  return (
    <Button
      size="sm"
      icon={<Radar size={16} aria-hidden />}
      isPending={isPending}
      onPress={() => void act({ account })}
    >
      {t('check')}
    </Button>
  );
}
