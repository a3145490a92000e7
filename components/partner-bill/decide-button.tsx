'use client';

import { Check, X } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/text-field';

export type DecideBill = (input: {
  id: string;
  reason: string;
}) => Promise<{ ok: true } | { ok: false; message: string }>;

export type DecidedBill = {
  id: string;
  externalId: string;
  lines: { accepted: number; rejected: number };
  replaces: { externalId: string } | null;
};

export type DecideButtonProps = { verb: 'accept' | 'reject'; bill: DecidedBill; act: DecideBill };

/** Accepts or rejects a bill that waits, asking why first: the reason stays on record, and the partner reads it. */
export function DecideButton({ verb, bill, act }: DecideButtonProps): ReactNode {
  const t = useTranslations('correction');
  const router = useRouter();
  const [reason, setReason] = useState('');
  const [isOpen, setIsOpen] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  async function confirm(): Promise<void> {
    setIsBusy(true);
    const answer = await act({ id: bill.id, reason }).catch(() => ({
      ok: false as const,
      message: t('failed'),
    }));
    setIsBusy(false);
    if (!answer.ok) return setRefusal(answer.message);
    setIsOpen(false);
    toast.success(t(`${verb}.done`));
    router.refresh();
  }

  const isAccept = verb === 'accept';
  const Icon = isAccept ? Check : X;
  return (
    <Dialog
      title={t(`${verb}.title`, { bill: bill.externalId })}
      size="sm"
      isOpen={isOpen}
      onOpenChange={(next) => {
        setIsOpen(next);
        setRefusal(null);
      }}
      trigger={
        <Button variant={isAccept ? 'primary' : 'secondary'} icon={<Icon size={14} aria-hidden />}>
          {t(`${verb}.button`)}
        </Button>
      }
      footer={(close) => (
        <>
          <Button onPress={close}>{t('cancel')}</Button>
          <Button
            variant={isAccept ? 'primary' : 'danger'}
            isPending={isBusy}
            isDisabled={reason.trim() === ''}
            onPress={confirm}
          >
            {t(`${verb}.confirm`)}
          </Button>
        </>
      )}
    >
      <div className="flex flex-col gap-4">
        <p>{t(`${verb}.description`, { accepted: bill.lines.accepted, rejected: bill.lines.rejected })}</p>
        {bill.replaces ? <p>{t(`${verb}.replaces`, { bill: bill.replaces.externalId })}</p> : null}
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
