'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type Withdraw, WithdrawButton } from '@/components/adjustment/withdraw-button';
import { fractionWidthOf } from '@/components/data-table/cell-value';
import { CellView } from '@/components/data-table/cell-view';
import type { GridColumn } from '@/components/data-table/grid-features';
import { StateBadge } from '@/components/ui/state-badge';
import { TextLink } from '@/components/ui/text-link';
import type { Tone } from '@/components/ui/tone';

export type AdjustmentListView = {
  id: string;
  state: 'pending' | 'billed' | 'withdrawn';
  billingAccount: { number: string; name: string };
  customer: { name: string };
  description: string;
  reason: string;
  amount: string;
  currency: string;
  period: { from: string; to: string };
  owner: 'operator' | 'partner';
  product: { name: string } | null;
  offering: { name: string } | null;
  refersTo: { billId: string; billNumber: string; lineId: string } | null;
  draft: { id: string } | null;
  bill: { id: string; number: string } | null;
  withdrawal: { reason: string } | null;
  createdAt: string;
};

type Translate = ReturnType<typeof useTranslations<'adjustment'>>;
type Column = GridColumn<AdjustmentListView>;

/** `withdraw` null: the reader may only look. `ofAll`: the list is of all accounts, so a column says which. */
export function adjustmentColumns(
  t: Translate,
  rows: readonly AdjustmentListView[],
  { timeZone, withdraw, ofAll = false }: { timeZone: string; withdraw: Withdraw | null; ofAll?: boolean },
): GridColumn<AdjustmentListView>[] {
  const fractionWidth = fractionWidthOf(
    'money',
    rows.map(({ amount, currency }) => ({ amount, currency })),
  );
  const column = (
    id: string,
    cell: (row: AdjustmentListView) => ReactNode,
    more: Partial<Column> & { align?: 'end'; hidden?: true } = {},
  ): Column => {
    const { align, hidden, ...rest } = more;
    return {
      ...{ id, header: t(`table.${id}`), cell: ({ row }) => cell(row.original), enableSorting: false },
      ...rest,
      meta: { label: t(`table.${id}`), ...(align && { align }), ...(hidden && { hidden }) },
    };
  };
  const sortable = { enableSorting: true, sortDescFirst: true };
  return [
    column('text', (row) => <What row={row} />),
    ...(ofAll ? [column('account', (row) => <Account row={row} />)] : []),
    column('state', (row) => <State row={row} />),
    column('owner', ({ owner, offering }) =>
      owner === 'partner' && offering ? offering.name : t(`owner.${owner}`),
    ),
    column('period', ({ period }) => <CellView kind="period" cell={period} />),
    column('created', ({ createdAt: at }) => <CellView kind="instant" cell={{ at, timeZone }} />, {
      ...sortable,
      hidden: true,
    }),
    column(
      'amount',
      ({ amount, currency }) => (
        <CellView kind="money" cell={{ amount, currency }} fractionWidth={fractionWidth} />
      ),
      { ...sortable, align: 'end' },
    ),
    ...(withdraw
      ? [
          column('action', (row) =>
            row.state === 'pending' ? <WithdrawButton adjustment={row} withdraw={withdraw} /> : null,
          ),
        ]
      : []),
  ];
}

function Account({ row: { billingAccount, customer } }: { row: AdjustmentListView }): ReactNode {
  return (
    <span className="flex flex-col">
      <TextLink href={`/operator/accounts/${encodeURIComponent(billingAccount.number)}#adjustments`}>
        {billingAccount.number}
      </TextLink>
      <span className="text-xs text-ink-muted">{customer.name}</span>
    </span>
  );
}

/** What the customer reads, what it is about, and why. */
function What({ row }: { row: AdjustmentListView }): ReactNode {
  const t = useTranslations('adjustment');
  const { description, product, refersTo, withdrawal, reason } = row;
  return (
    <span className="flex max-w-80 flex-col py-1">
      <span className="break-words">{description}</span>
      <span className="break-words text-xs text-ink-muted">
        {product ? `${product.name} · ` : null}
        {refersTo ? (
          <>
            <TextLink href={`/operator/bills/${refersTo.billId}`}>
              {t('ofBill', { number: refersTo.billNumber })}
            </TextLink>
            {' · '}
          </>
        ) : null}
        {withdrawal ? t('who.withdrawn', { reason: withdrawal.reason }) : reason}
      </span>
    </span>
  );
}

function State({ row: { state, draft, bill } }: { row: AdjustmentListView }): ReactNode {
  const t = useTranslations('adjustment');
  const on = bill ?? draft;
  return (
    <span className="flex flex-wrap items-baseline gap-x-2">
      <StateBadge tone={TONES[state]} label={t(`short.${state}`)} />
      {on ? (
        <TextLink href={`/operator/bills/${on.id}`}>
          {bill ? t('onBill', { number: bill.number }) : t('onDraft')}
        </TextLink>
      ) : null}
    </span>
  );
}

const TONES: Record<AdjustmentListView['state'], Tone> = {
  pending: 'attention',
  billed: 'good',
  withdrawn: 'neutral',
};
