'use client';

import { BadgeCheck, X } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect } from 'react';
import { ActButton, type Acted } from '@/components/payout/act-button';
import { Button } from '@/components/ui/button';

type Totals = { currency: string; amount: string; carried: string }[];
type Ready = {
  payouts: number;
  /** Formatted for people: "5,859.22 EUR and 714.06 USD". */
  amounts: string;
  /** Those that stay in review. */
  held: number;
};
type OnRun = (input: { run: string }) => Promise<Acted>;

const MOVING = new Set(['queued', 'preparing', 'approving']);
const OPEN = new Set(['queued', 'preparing', 'review', 'partly', 'failed']);
const REFRESH_MS = 1_500;

/** Approves or cancels a settlement run; while workers are on it, the page follows. */
export function SettlementRunControls({
  run,
  state,
  ready,
  open,
  mayApprove,
  totals,
  approve,
  cancel,
}: {
  run: string;
  state: string;
  /** What an approval lets go. */
  ready: Ready;
  /** How many payouts are not approved yet. */
  open: number;
  mayApprove: boolean;
  /** What is to be paid, as the reader sees it: approving something else is refused. */
  totals: Totals;
  approve: (input: { run: string; expectedTotals: Totals }) => Promise<Acted>;
  cancel: OnRun;
}): ReactNode {
  const t = useTranslations('payout.run');
  const router = useRouter();
  const isMoving = MOVING.has(state);
  useEffect(() => {
    if (!isMoving) return;
    const timer = setInterval(() => router.refresh(), REFRESH_MS);
    return () => clearInterval(timer);
  }, [isMoving, router]);
  return (
    <>
      {OPEN.has(state) ? (
        <ActButton
          title={t('cancelTitle')}
          text={t('cancelText', { count: open })}
          confirm={t('cancel')}
          done={t('cancelled')}
          danger
          act={() => cancel({ run })}
          trigger={
            <Button variant="quiet" icon={<X size={16} aria-hidden />}>
              {t('cancel')}
            </Button>
          }
        />
      ) : null}
      {mayApprove && ready.payouts > 0 ? (
        <ActButton
          title={t('approveTitle', { count: ready.payouts })}
          text={
            <>
              <p>
                {ready.amounts === '' ? t('approveCarried') : t('approveText', { amounts: ready.amounts })}
              </p>
              {ready.held > 0 ? <p className="pt-2">{t('approveHeld', { count: ready.held })}</p> : null}
            </>
          }
          confirm={t('approve')}
          done={t('approving')}
          act={() => approve({ run, expectedTotals: totals })}
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
