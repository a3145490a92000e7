'use client';

import { CircleSlash, Undo2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button';
import { ReasonDialog } from '@/components/ui/reason-dialog';

export type HoldTarget = { runId: string; q: string; filters: Partial<Record<HoldFilter, string[]>> };
type HoldFilter = 'state' | 'severity' | 'change' | 'currency' | 'code' | 'account' | 'said';

export type HoldAnswer =
  | { ok: true; data: { changed: number; skipped: { message: string; count: number }[] } }
  | { ok: false; message: string };

export type HoldButtonProps = {
  verb: 'hold' | 'release';
  /** Which accounts; `subject` says it in words. */
  target: HoldTarget;
  subject: string;
  act: (input: HoldTarget & { reason: string }) => Promise<HoldAnswer>;
};

/** Holds or releases accounts, asking why first: the reason stays on record. */
export function HoldButton({ verb, target, subject, act }: HoldButtonProps): ReactNode {
  const t = useTranslations('run.hold');
  const router = useRouter();

  async function hold(reason: string): Promise<string | null> {
    const answer = await act({ ...target, reason });
    const left = answer.ok ? answer.data.skipped : [];
    if (!answer.ok) return answer.message;
    if (answer.data.changed === 0) return left[0]?.message ?? t('nothingFits');
    const skipped = left.reduce((sum, { count }) => sum + count, 0);
    toast.success(t(`${verb}.done`, { count: answer.data.changed, skipped, why: left[0]?.message ?? '' }));
    router.refresh();
    return null;
  }

  const Icon = verb === 'hold' ? CircleSlash : Undo2;
  return (
    <ReasonDialog
      title={t(`${verb}.title`, { subject })}
      trigger={
        <Button size="sm" icon={<Icon size={14} aria-hidden />}>
          {t(`${verb}.button`)}
        </Button>
      }
      labels={{ reason: t('reason'), confirm: t(`${verb}.confirm`) }}
      onConfirm={hold}
    >
      <p>{t(`${verb}.description`)}</p>
    </ReasonDialog>
  );
}
