'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button';
import { DecimalField } from '@/components/ui/decimal-field';
import { ReasonDialog } from '@/components/ui/reason-dialog';

export type WriteOffButtonProps = {
  verb: 'writeOff' | 'reverse';
  bill: { id: string; number: string; currency: string };
  /** What is open, or was written off. */
  bound: string;
  act: (input: {
    billId: string;
    amount: string;
    reason: string;
  }) => Promise<{ ok: true; data: { state: 'booked' | 'waiting' } } | { ok: false; message: string }>;
};

/** Gives up what is open of a bill, or takes that back, with the amount and why. */
export function WriteOffButton({ verb, bill, bound, act }: WriteOffButtonProps): ReactNode {
  const t = useTranslations('writeOff');
  const router = useRouter();
  const [amount, setAmount] = useState(bound);

  async function confirm(reason: string): Promise<string | null> {
    const answer = await act({ billId: bill.id, amount, reason });
    if (!answer.ok) return answer.message;
    toast.success(t(answer.data.state === 'waiting' ? 'waits' : `${verb}.done`));
    router.refresh();
    return null;
  }

  return (
    <ReasonDialog
      title={t(`${verb}.title`, { number: bill.number })}
      trigger={<Button size="sm">{t(`${verb}.button`)}</Button>}
      labels={{ reason: t('reason'), confirm: t(`${verb}.confirm`) }}
      onConfirm={confirm}
    >
      <p>{t(`${verb}.description`)}</p>
      <DecimalField
        label={t('amount')}
        suffix={bill.currency}
        value={amount}
        onChange={setAmount}
        isRequired
        className="w-48"
      />
    </ReasonDialog>
  );
}
