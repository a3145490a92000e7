'use client';

import { Radar } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useTransition } from 'react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button';

type Check = (input: {
  account: string;
}) => Promise<{ ok: true; data: { found: number } } | { ok: false; message: string }>;

/** Looks for unusual usage of an account now, which otherwise happens every hour. */
export function CheckUsageButton({ account, check }: { account: string; check: Check }): ReactNode {
  const t = useTranslations('alert.unusual');
  const router = useRouter();
  const [isPending, start] = useTransition();
  const press = () =>
    start(async () => {
      const answer = await check({ account });
      if (!answer.ok) return void toast.error(answer.message);
      toast(answer.data.found === 0 ? t('none') : t('found', { count: answer.data.found }));
      router.refresh();
    });
  return (
    <Button size="sm" icon={<Radar size={16} aria-hidden />} isPending={isPending} onPress={press}>
      {t('check')}
    </Button>
  );
}
