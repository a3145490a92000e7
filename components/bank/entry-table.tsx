import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type BankEntryItem, describeWhy, type EntryState, entryTone } from '@/components/bank/entry-view';
import { DataTable } from '@/components/data-table/data-table';
import type { EmptyStateProps } from '@/components/ui/empty-state';

const STATES: readonly EntryState[] = ['unmatched', 'matched', 'payout', 'refund', 'ignored', 'read'];

export type EntryTableProps = {
  label: string;
  entries: readonly BankEntryItem[];
  nextCursor: string | null;
  empty: EmptyStateProps;
  /** Without it the list is of one state. */
  withStates?: boolean;
  prefix?: string;
};

/** Movements of the bank with what became of each; a row leads to its entry. */
export function EntryTable({
  label,
  entries,
  nextCursor,
  empty,
  withStates = true,
  prefix,
}: EntryTableProps): ReactNode {
  const t = useTranslations('bank');
  return (
    <DataTable
      label={label}
      searchable
      defaultSort="-bookedOn"
      nextCursor={nextCursor}
      {...(prefix && { prefix })}
      {...(withStates && {
        filters: [
          { id: 'state', label: t('state'), options: STATES.map((id) => ({ id, label: t(`states.${id}`) })) },
        ],
      })}
      columns={[
        { id: 'payer', header: t('payer'), kind: 'text', canHide: false },
        { id: 'amount', header: t('amount'), kind: 'money' },
        ...(withStates ? [{ id: 'state', header: t('state'), kind: 'state' } as const] : []),
        { id: 'why', header: t('reason'), kind: 'text' },
        ...(withStates ? [{ id: 'account', header: t('from'), kind: 'text' } as const] : []),
        { id: 'text', header: t('text'), kind: 'text' },
        { id: 'bookedOn', header: t('bookedOn'), kind: 'date', sortable: true },
      ]}
      rows={entries.map((entry) => {
        const { id, payer, amount, currency, state, payment, text, references, endToEndId, bookedOn } = entry;
        const who = payer.name ?? endToEndId ?? entry.text?.slice(0, 40) ?? entry.bankReference ?? t('entry');
        return {
          id,
          href: `/operator/payments/bank/entries/${id}`,
          payer: payer.account ? { text: who, secondary: payer.account } : who,
          amount: amount !== null && currency !== null ? { amount, currency } : null,
          state: { tone: entryTone[state], label: t(`states.${state}`), id: state },
          why: describeWhy(t as never, entry),
          text: [...references, text].filter(Boolean).join(' ').slice(0, 120),
          account: payment?.account
            ? { text: payment.account.number, secondary: payment.bills.join(', ') }
            : null,
          bookedOn,
        };
      })}
      empty={empty}
    />
  );
}
