'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { MoneyText } from '@/components/money/money-text';
import { NamePayee, type NamePayeeAction } from '@/components/payment/name-payee';
import { paymentTone } from '@/components/payment/payment-tone';
import { wayText } from '@/components/payment/refund-table';
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
  method: string;
  payee: { name: string; account: string } | null;
  byProvider: boolean;
  account?: { number: string; name: string };
};

/**
 * Refunds of a payment, or of any account; of one that is under way, a person may say where it goes, and what became of it; whether one
 * in a payment file failed, the bank says.
 */
export function RefundList({
  refunds,
  settle,
  name,
  withAccount = false,
}: {
  refunds: readonly RefundItem[];
  withAccount?: boolean;
  settle: Action<{ id: string; state: 'paid' | 'failed' }> | null;
  name: NamePayeeAction | null;
}): ReactNode {
  const t = useTranslations('payment');
  return (
    <PlainTable
      caption={t('refund.list')}
      columns={[
        ...(withAccount ? [{ id: 'account', header: t('column.account') }] : []),
        { id: 'reason', header: t('column.reason') },
        { id: 'payee', header: t('refund.payee') },
        { id: 'state', header: t('column.state') },
        { id: 'act', header: '' },
        { id: 'amount', header: t('column.amount'), align: 'end' as const },
      ]}
      rows={refunds.map(({ id, state, currency, amount, reason, failure, account, ...way }) => ({
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
          payee: (
            <span className="flex flex-wrap items-center gap-2">
              {wayText(t, way)}
              {name && state === 'requested' && way.method === 'bank_transfer' && !way.byProvider ? (
                <NamePayee id={id} isNamed={way.payee !== null} name={name} />
              ) : null}
            </span>
          ),
          state: <StateBadge tone={paymentTone(state)} label={t(`refund.state.${state}`)} />,
          act:
            settle && (state === 'requested' || state === 'sent') ? (
              <Settle id={id} settle={settle} mayFail={state === 'requested'} />
            ) : null,
          amount: <MoneyText amount={amount} currency={currency} />,
        },
      }))}
    />
  );
}

function Settle({
  id,
  settle,
  mayFail,
}: {
  id: string;
  settle: Action<{ id: string; state: 'paid' | 'failed' }>;
  mayFail: boolean;
}): ReactNode {
  const t = useTranslations('payment.refund');
  const { act, isPending } = useAction(settle, { done: () => t('settled') });
  const say = (state: 'paid' | 'failed') => void act({ id, state });
  return (
    <span className="flex gap-2 max-sm:flex-wrap">
      <Button size="sm" isPending={isPending} onPress={() => say('paid')}>
        {t('markPaid')}
      </Button>
      {mayFail ? (
        <Button size="sm" variant="quiet" isPending={isPending} onPress={() => say('failed')}>
          {t('markFailed')}
        </Button>
      ) : null}
    </span>
  );
}
