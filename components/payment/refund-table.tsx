'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo, useState } from 'react';
import { choiceColumn } from '@/components/data-table/choice-column';
import type { DataRow } from '@/components/data-table/column-spec';
import { DataTable } from '@/components/data-table/data-table';
import { paymentTone } from '@/components/payment/payment-tone';
import { type MakeRefundFile, RefundFileBar } from '@/components/payment/refund-file-bar';

export type RefundListView = {
  id: string;
  state: string;
  account: { number: string; name: string };
  paymentId: string | null;
  currency: string;
  amount: string;
  method: string;
  reason: string;
  failure: string | null;
  payee: { name: string; account: string } | null;
  payeeVersion: number;
  byProvider: boolean;
  requestedAt: string;
  endedOn: string | null;
};

/** Refunds, what was asked for last first; those by bank that know their account can be chosen for a payment file. */
export function RefundTable({
  refunds,
  nextCursor,
  timeZone,
  make,
}: {
  refunds: readonly RefundListView[];
  nextCursor: string | null;
  timeZone: string;
  /** Null: the reader sends none. */
  make: MakeRefundFile | null;
}): ReactNode {
  const t = useTranslations('payment');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => refunds.map((refund) => rowOf(t, refund, timeZone)), [refunds, t, timeZone]);
  const lead = useMemo(() => {
    if (make === null) return null;
    const byId = new Map(refunds.map((refund) => [refund.id, refund]));
    return choiceColumn<DataRow>({
      ...{ rows, chosen, setChosen, chooseAllLabel: t('refund.chooseAll') },
      labelOf: ({ id }) => {
        const { account, amount, currency } = byId.get(id)!;
        return t('refund.choose', { account: account.number, amount: `${amount} ${currency}` });
      },
      canChoose: ({ id }) => canSend(byId.get(id)!),
    });
  }, [make, refunds, rows, chosen, t]);
  const selected = refunds.filter((refund) => chosen.has(refund.id) && canSend(refund));
  return (
    <>
      <DataTable
        label={t('refund.list')}
        filters={[
          {
            id: 'state',
            label: t('column.state'),
            options: STATES.map((id) => ({ id, label: t(`refund.state.${id}`) })),
          },
        ]}
        defaultSort="-requestedAt"
        nextCursor={nextCursor}
        lead={lead}
        columns={[
          { id: 'account', header: t('column.account'), kind: 'link' },
          { id: 'reason', header: t('column.reason'), kind: 'text' },
          { id: 'payee', header: t('refund.payee'), kind: 'text' },
          { id: 'requestedAt', header: t('refund.requestedAt'), kind: 'instant', sortable: true },
          { id: 'endedOn', header: t('refund.endedOn'), kind: 'date', hidden: true },
          { id: 'state', header: t('column.state'), kind: 'state' },
          { id: 'amount', header: t('column.amount'), kind: 'money' },
        ]}
        rows={rows}
        empty={{ title: t('refund.empty'), description: t('refund.emptyDescription') }}
      />
      {make ? (
        <RefundFileBar
          refunds={selected.map(({ id, payeeVersion }) => ({ id, payeeVersion }))}
          make={make}
          onClear={() => setChosen(new Set())}
        />
      ) : null}
    </>
  );
}

const STATES = ['requested', 'sent', 'paid', 'failed'];

const canSend = ({ state, method, payee }: RefundListView): boolean =>
  state === 'requested' && method === 'bank_transfer' && payee !== null;

function rowOf(t: ReturnType<typeof useTranslations>, refund: RefundListView, timeZone: string): DataRow {
  const { id, account, paymentId, reason, failure, requestedAt, endedOn, state, amount, currency } = refund;
  return {
    id,
    account: {
      href: paymentId ? `/operator/payments/${paymentId}` : `/operator/accounts/${account.number}`,
      label: `${account.name} · ${account.number}`,
    },
    reason: failure ? `${reason} · ${failure}` : reason,
    payee: refund.payee?.account ?? wayText(t, refund),
    requestedAt: { at: requestedAt, timeZone },
    endedOn,
    state: { id: state, tone: paymentTone(state), label: t(`refund.state.${state}`) },
    amount: { amount, currency },
  };
}

/** Where it goes: an account, the provider, or by which other way. */
export function wayText(
  t: ReturnType<typeof useTranslations>,
  { method, payee, byProvider }: Pick<RefundListView, 'method' | 'payee' | 'byProvider'>,
): string {
  if (byProvider) return t('refund.byProvider');
  if (method !== 'bank_transfer') return t(`method.${method}`);
  return payee ? `${payee.account}, ${payee.name}` : t('refund.nobody');
}
