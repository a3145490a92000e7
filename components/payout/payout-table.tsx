import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { ColumnSpec } from '@/components/data-table/column-spec';
import { DataTable } from '@/components/data-table/data-table';
import { payoutTone } from '@/components/payout/payout-state';
import type { Tone } from '@/components/ui/tone';

export type PayoutRow = {
  id: string;
  number: string | null;
  partner: { name: string };
  state: string;
  through: string;
  currency: string;
  amount: string;
  balance: string;
  carried: string;
  issues: readonly { message: string }[];
  openObjections: number;
};

export type PayoutTableProps = {
  payouts: readonly PayoutRow[];
  nextCursor: string | null;
  /** Where one payout lies beneath. */
  home: string;
  /** A partner's own list names no partner. */
  isOwn?: boolean;
  /** Those of one run, whose day the page says. */
  ofRun?: boolean;
};

const STATES = ['review', 'approved', 'sent', 'paid', 'returned', 'carried', 'cancelled'];

/** Payouts, the latest first. */
export function PayoutTable({
  payouts,
  nextCursor,
  home,
  isOwn = false,
  ofRun = false,
}: PayoutTableProps): ReactNode {
  const t = useTranslations('payout');
  const columns: ColumnSpec[] = [
    ...(isOwn ? [] : [{ id: 'partner', header: t('table.partner'), kind: 'text' } as const]),
    { id: 'number', header: t('table.number'), kind: 'text' },
    { id: 'through', header: t('table.through'), kind: 'date', sortable: true, hidden: ofRun },
    { id: 'state', header: t('table.state'), kind: 'state' },
    { id: 'balance', header: t('table.balance'), kind: 'money' },
    { id: 'carried', header: t('table.carried'), kind: 'money', hidden: true },
    { id: 'amount', header: t('table.amount'), kind: 'money', sortable: true },
  ];
  return (
    <DataTable
      label={t('title')}
      searchable={!isOwn}
      defaultSort="-created"
      nextCursor={nextCursor}
      filters={[
        {
          id: 'state',
          label: t('table.state'),
          options: STATES.filter((id) => !isOwn || id !== 'cancelled').map((id) => ({
            id,
            label: t(`state.${id}`),
          })),
        },
      ]}
      columns={columns}
      rows={payouts.map((payout) => ({
        id: payout.id,
        href: `${home}/${payout.id}`,
        number: payout.number ?? (isOwn ? t('table.draft') : null),
        partner: payout.partner.name,
        through: payout.through,
        state: stateOf(payout, t),
        balance: { amount: payout.balance, currency: payout.currency },
        carried: { amount: payout.carried, currency: payout.currency },
        amount: { amount: payout.amount, currency: payout.currency },
      }))}
      empty={{
        title: t(ofRun ? 'table.runEmptyTitle' : 'table.emptyTitle'),
        description: t(
          ofRun
            ? 'table.runEmptyDescription'
            : isOwn
              ? 'table.ownEmptyDescription'
              : 'table.emptyDescription',
        ),
      }}
    />
  );
}

function stateOf(payout: PayoutRow, t: (key: string) => string): { tone: Tone; label: string; id: string } {
  const { state, issues, openObjections } = payout;
  if (openObjections > 0) return { tone: 'risk', label: t('objected'), id: state };
  if (issues.length > 0 && state === 'review') return { tone: 'risk', label: t('held'), id: state };
  return { tone: payoutTone(state), label: t(`state.${state}`), id: state };
}
