'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import type { Act } from '@/components/payment/payment-actions';
import { paymentTone } from '@/components/payment/payment-tone';
import { useAct } from '@/components/payment/use-act';
import { Button } from '@/components/ui/button';
import { PlainTable } from '@/components/ui/plain-table';
import { StateBadge } from '@/components/ui/state-badge';

export type RefundItem = {
  id: string;
  state: string;
  currency: string;
  amount: string;
  reason: string;
  failure: string | null;
};

/** Refunds of a payment; of one that is asked for, a person may say what became of it. */
export function RefundList({
  refunds,
  settle,
}: {
  refunds: readonly RefundItem[];
  settle: Act<{ id: string; state: 'paid' | 'failed' }> | null;
}): ReactNode {
  const t = useTranslations('payment');
  return (
    <PlainTable
      caption={t('refund.list')}
      columns={[
        { id: 'reason', header: t('column.reason') },
        { id: 'state', header: t('column.state') },
        { id: 'act', header: '' },
        { id: 'amount', header: t('column.amount'), align: 'end' },
      ]}
      rows={refunds.map(({ id, state, currency, amount, reason, failure }) => ({
        id,
        cells: {
          reason: failure ? `${reason} · ${failure}` : reason,
          state: <StateBadge tone={paymentTone(state)} label={t(`refund.state.${state}`)} />,
          act: settle && state === 'requested' ? <Settle id={id} settle={settle} /> : null,
          amount: <MoneyText amount={amount} currency={currency} />,
        },
      }))}
    />
  );
}

function Settle({
  id,
  settle,
}: {
  id: string;
  settle: Act<{ id: string; state: 'paid' | 'failed' }>;
}): ReactNode {
  const t = useTranslations('payment.refund');
  const { send, isPending } = useAct(settle, [], () => t('settled'));
  const say = (state: 'paid' | 'failed') => void send({ id, state }, () => {});
  return (
    <span className="flex flex-wrap gap-2">
      <Button size="sm" isPending={isPending} onPress={() => say('paid')}>
        {t('markPaid')}
      </Button>
      <Button size="sm" variant="quiet" isPending={isPending} onPress={() => say('failed')}>
        {t('markFailed')}
      </Button>
    </span>
  );
}
