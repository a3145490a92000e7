'use client';

import { BadgeCheck, Check, PenLine, RefreshCw, Undo2, X } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { ActButton, type Acted } from '@/components/payout/act-button';
import { WordsButton } from '@/components/payout/words-button';
import { Button } from '@/components/ui/button';
import { DecimalField } from '@/components/ui/decimal-field';

type OnPayout = (input: { payout: string }) => Promise<Acted>;

export type PayoutActions = {
  approve: (input: { payout: string; expectedAmount: string; expectedBalance: string }) => Promise<Acted>;
  cancel: OnPayout;
  recompute: OnPayout;
  paid: OnPayout;
  returned: (input: { payout: string; reason: string }) => Promise<Acted>;
  adjust: (input: { payout: string; amount: string; reason: string }) => Promise<Acted>;
};

export type PayoutControlsProps = {
  payout: { id: string; state: string; currency: string; amount: string; balance: string };
  /** Formatted for people. */
  amount: string;
  partner: string;
  isCarried: boolean;
  /** Prepared or changed by the reader, or held. */
  mayApprove: boolean;
  actions: PayoutActions;
};

/** What a person can do with a payout now; the next step is the one primary button. */
export function PayoutControls(props: PayoutControlsProps): ReactNode {
  const { state } = props.payout;
  if (state === 'review') return <ReviewControls {...props} />;
  if (state === 'approved' || state === 'sent' || state === 'paid') return <BankControls {...props} />;
  return null;
}

function ReviewControls({ payout, amount, partner, isCarried, mayApprove, actions }: PayoutControlsProps) {
  const t = useTranslations('payout.act');
  const router = useRouter();
  const [isBusy, setIsBusy] = useState(false);
  const [adjusted, setAdjusted] = useState('');

  async function recompute(): Promise<void> {
    setIsBusy(true);
    const answer = await actions.recompute({ payout: payout.id });
    setIsBusy(false);
    if (answer.ok) toast.success(t('recomputeDone'));
    else toast.error(answer.message);
    router.refresh();
  }

  return (
    <>
      <ActButton
        title={t('cancelTitle')}
        text={t('cancelText')}
        confirm={t('cancel')}
        done={t('cancelDone')}
        danger
        act={() => actions.cancel({ payout: payout.id })}
        trigger={
          <Button variant="quiet" icon={<X size={16} aria-hidden />}>
            {t('cancel')}
          </Button>
        }
      />
      <Button icon={<RefreshCw size={16} aria-hidden />} isPending={isBusy} onPress={recompute}>
        {t('recompute')}
      </Button>
      <WordsButton
        title={t('adjustTitle')}
        text={t('adjustText')}
        label={t('adjustReason')}
        confirm={t('adjustConfirm')}
        done={t('adjustDone')}
        act={(reason) => actions.adjust({ payout: payout.id, amount: adjusted, reason })}
        trigger={<Button icon={<PenLine size={16} aria-hidden />}>{t('adjust')}</Button>}
      >
        <DecimalField
          label={t('adjustAmount', { currency: payout.currency })}
          suffix={payout.currency}
          value={adjusted}
          onChange={setAdjusted}
        />
      </WordsButton>
      {mayApprove ? (
        <ActButton
          title={t('approveTitle', { amount, partner })}
          text={isCarried ? t('approveCarried', { amount }) : t('approveText')}
          confirm={t('approve')}
          done={t('approveDone')}
          act={() =>
            actions.approve({
              ...{ payout: payout.id, expectedAmount: payout.amount, expectedBalance: payout.balance },
            })
          }
          trigger={
            <Button variant="primary" icon={<BadgeCheck size={16} aria-hidden />}>
              {t('approve')}
            </Button>
          }
        />
      ) : null}
    </>
  );
}

function BankControls({ payout, amount, actions }: PayoutControlsProps) {
  const t = useTranslations('payout.act');
  return (
    <>
      <WordsButton
        title={t('returnedTitle', { amount })}
        text={t('returnedText')}
        label={t('returnedReason')}
        confirm={t('returnedConfirm')}
        done={t('returnedDone')}
        act={(reason) => actions.returned({ payout: payout.id, reason })}
        trigger={<Button icon={<Undo2 size={16} aria-hidden />}>{t('returned')}</Button>}
      />
      {payout.state === 'paid' ? null : (
        <ActButton
          title={t('paidTitle', { amount })}
          text={t('paidText')}
          confirm={t('paid')}
          done={t('paidDone')}
          act={() => actions.paid({ payout: payout.id })}
          trigger={<Button icon={<Check size={16} aria-hidden />}>{t('paid')}</Button>}
        />
      )}
    </>
  );
}
