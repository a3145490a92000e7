import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { dunningTone } from '@/components/dunning/dunning-words';
import { formatDate } from '@/lib/format/date';

export type DunnedView = {
  id: string;
  number: string;
  name: string;
  customer: { name: string };
  currency: string;
  dunningState: string;
  stage: number;
  oldestDueOn: string;
  overdue: string;
  disputed: string;
  pausedUntil: string | null;
  promisedUntil: string | null;
};

export type DunnedTableProps = {
  accounts: readonly DunnedView[];
  nextCursor: string | null;
  /** How many stages there are at most, to filter by. */
  stages: number;
  currencies: readonly string[];
};

/** Accounts with something overdue, the most money first. */
export function DunnedTable({ accounts, nextCursor, stages, currencies }: DunnedTableProps): ReactNode {
  const t = useTranslations('dunning');
  const locale = useLocale();
  const stageName = (stage: number) => (stage === 0 ? t('stage.0') : t('stage.n', { stage }));
  const hold = ({ pausedUntil, promisedUntil }: DunnedView) => {
    if (pausedUntil !== null) return t('table.paused', { day: formatDate(pausedUntil, locale) });
    return promisedUntil === null ? null : t('table.promised', { day: formatDate(promisedUntil, locale) });
  };
  return (
    <DataTable
      label={t('table.title')}
      searchable
      defaultSort="-overdue"
      nextCursor={nextCursor}
      filters={[
        {
          id: 'stage',
          label: t('table.stage'),
          options: Array.from({ length: stages + 1 }, (_, stage) => ({
            id: String(stage),
            label: stageName(stage),
          })),
        },
        {
          id: 'hold',
          label: t('table.filterHold'),
          options: [
            { id: 'paused', label: t('table.filterPaused') },
            { id: 'promised', label: t('table.filterPromised') },
          ],
        },
        { id: 'currency', label: t('table.currency'), options: currencies.map((id) => ({ id, label: id })) },
      ]}
      columns={[
        { id: 'account', header: t('table.account'), kind: 'text' },
        { id: 'customer', header: t('table.customer'), kind: 'text', hidden: true },
        { id: 'oldest', header: t('table.oldest'), kind: 'date', sortable: true },
        { id: 'stage', header: t('table.stage'), kind: 'text' },
        { id: 'hold', header: t('table.hold'), kind: 'text' },
        { id: 'state', header: t('table.state'), kind: 'state' },
        { id: 'disputed', header: t('table.disputed'), kind: 'money', hidden: true },
        { id: 'overdue', header: t('table.overdue'), kind: 'money', sortable: true },
      ]}
      rows={accounts.map((account) => ({
        id: account.id,
        href: `/operator/dunning/${account.number}`,
        account: { text: account.name, secondary: account.number },
        customer: account.customer.name,
        oldest: account.oldestDueOn,
        stage: stageName(account.stage),
        hold: hold(account),
        state: {
          tone: dunningTone[account.dunningState] ?? 'neutral',
          label: t(`state.${account.dunningState}`),
          id: account.dunningState,
        },
        disputed: { amount: account.disputed, currency: account.currency },
        overdue: { amount: account.overdue, currency: account.currency },
      }))}
      empty={{ title: t('table.empty'), description: t('table.emptyDescription') }}
    />
  );
}
