'use client';

import { CheckCheck } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useTransition } from 'react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button';

type SeeAll = (
  input: Record<string, never>,
) => Promise<{ ok: true; data: { seen: number } } | { ok: false; message: string }>;

/** Marks every alert as seen. */
export function SeeAllButton({ seeAll }: { seeAll: SeeAll }): ReactNode {
  const t = useTranslations('alert');
  const router = useRouter();
  const [isPending, start] = useTransition();
  const press = () =>
    start(async () => {
      const answer = await seeAll({});
      if (!answer.ok) return void toast.error(answer.message);
      toast(t('seen', { count: answer.data.seen }));
      router.refresh();
    });
  return (
    <Button icon={<CheckCheck size={16} aria-hidden />} isPending={isPending} onPress={press}>
      {t('seeAll')}
    </Button>
  );
}
