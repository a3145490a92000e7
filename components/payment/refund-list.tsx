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
import { TextLink } from '@/components/ui/text-link';

export type RefundItem = {
  id: string;
  state: string;
  currency: string;
  amount: string;
  reason: string;
  failure: string | null;
  account?: { number: string; name: string };
};

/** Refunds of a payment, or of any account; of one that is asked for, a person may say what became of it. */
export function RefundList({
  refunds,
  settle,
  withAccount = false,
}: {
  refunds: readonly RefundItem[];
  withAccount?: boolean;
  settle: Act<{ id: string; state: 'paid' | 'failed' }> | null;
}): ReactNode {
  const t = useTranslations('payment');
  return (
    <PlainTable
      caption={t('refund.list')}
      columns={[
        ...(withAccount ? [{ id: 'account', header: t('column.account') }] : []),
        { id: 'reason', header: t('column.reason') },
        { id: 'state', header: t('column.state') },
        { id: 'act', header: '' },
        { id: 'amount', header: t('column.amount'), align: 'end' as const },
      ]}
      rows={refunds.map(({ id, state, currency, amount, reason, failure, account }) => ({
        id,
        cells: {
          ...(withAccount && account
            ? {
                account: (
                  <TextLink href={`/operator/accounts/${account.number}`}>
                    {`${account.name} · ${account.number}`}
                  </TextLink>
                ),
              }
            : {}),
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
