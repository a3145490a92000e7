'use client';

import { CircleSlash, Undo2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/text-field';

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
  const [reason, setReason] = useState('');
  const [isOpen, setIsOpen] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  async function confirm(): Promise<void> {
    setIsBusy(true);
    const answer = await act({ ...target, reason }).catch(() => ({
      ok: false as const,
      message: t('failed'),
    }));
    setIsBusy(false);
    const left = answer.ok ? answer.data.skipped : [];
    if (!answer.ok || answer.data.changed === 0) {
      setRefusal(answer.ok ? (left[0]?.message ?? t('nothingFits')) : answer.message);
      return;
    }
    setIsOpen(false);
    setReason('');
    const skipped = left.reduce((sum, { count }) => sum + count, 0);
    toast.success(t(`${verb}.done`, { count: answer.data.changed, skipped, why: left[0]?.message ?? '' }));
    router.refresh();
  }

  const Icon = verb === 'hold' ? CircleSlash : Undo2;
  return (
    <Dialog
      title={t(`${verb}.title`, { subject })}
      size="sm"
      isOpen={isOpen}
      onOpenChange={(next) => {
        setIsOpen(next);
        setRefusal(null);
      }}
      trigger={
        <Button size="sm" icon={<Icon size={14} aria-hidden />}>
          {t(`${verb}.button`)}
        </Button>
      }
      footer={(close) => (
        <>
          <Button onPress={close}>{t('cancel')}</Button>
          <Button
            variant="primary"
            isPending={isBusy}
            isDisabled={reason.trim().length < 3}
            onPress={confirm}
          >
            {t(`${verb}.confirm`)}
          </Button>
        </>
      )}
    >
      <div className="flex flex-col gap-4">
        <p>{t(`${verb}.description`)}</p>
        <TextField
          label={t('reason')}
          isRequired
          value={reason}
          onChange={setReason}
          multiline
          rows={2}
          maxLength={500}
          autoFocus
          errorMessage={refusal ?? undefined}
        />
      </div>
    </Dialog>
  );
}
