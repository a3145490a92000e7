'use client';

import { Check, X } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button';
import { ReasonDialog } from '@/components/ui/reason-dialog';

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
  const isAccept = verb === 'accept';
  const Icon = isAccept ? Check : X;
  return (
    <ReasonDialog
      title={t(`${verb}.title`, { bill: bill.externalId })}
      trigger={
        <Button variant={isAccept ? 'primary' : 'secondary'} icon={<Icon size={14} aria-hidden />}>
          {t(`${verb}.button`)}
        </Button>
      }
      variant={isAccept ? 'primary' : 'danger'}
      labels={{ reason: t('reason'), confirm: t(`${verb}.confirm`) }}
      onConfirm={async (reason) => {
        const answer = await act({ id: bill.id, reason });
        if (!answer.ok) return answer.message;
        toast.success(t(`${verb}.done`));
        router.refresh();
        return null;
      }}
    >
      <p>{t(`${verb}.description`, { accepted: bill.lines.accepted, rejected: bill.lines.rejected })}</p>
      {bill.replaces ? <p>{t(`${verb}.replaces`, { bill: bill.replaces.externalId })}</p> : null}
    </ReasonDialog>
  );
}
