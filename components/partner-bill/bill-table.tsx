import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { billTone } from '@/components/partner-bill/bill-tone';

export type BillSummary = {
  id: string;
  cycle: { name: string; from: string; to: string };
  externalId: string;
  fileName: string | null;
  state: string;
  receivedAt: string;
  lines: { received: number; accepted: number; rejected: number; duplicate: number };
  totals: { currency: string; received: string; accepted: string }[];
};

export type BillTableProps = {
  bills: readonly BillSummary[];
  nextCursor: string | null;
  /** Where a bill's page is: its id comes after. */
  base: string;
  timeZone: string;
  emptyAction?: ReactNode;
};

export const billSortable = ['receivedAt', 'externalId'];
export const billFilters = ['state'];

const states = ['validated', 'accepted', 'rejected'];

/** A partner's bills, the latest first: what came, and what of it is taken. */
export function BillTable({ bills, nextCursor, base, timeZone, emptyAction }: BillTableProps): ReactNode {
  const t = useTranslations('partner');
  return (
    <DataTable
      label={t('bills.title')}
      searchable
      defaultSort="-receivedAt"
      nextCursor={nextCursor}
      filters={[
        {
          id: 'state',
          label: t('bills.state'),
          options: states.map((id) => ({ id, label: t(`billState.${id}`) })),
        },
      ]}
      columns={[
        { id: 'externalId', header: t('bills.number'), kind: 'text', sortable: true },
        { id: 'cycle', header: t('bills.cycle'), kind: 'period' },
        { id: 'state', header: t('bills.state'), kind: 'state' },
        { id: 'received', header: t('bills.received'), kind: 'money' },
        { id: 'accepted', header: t('bills.accepted'), kind: 'money' },
        { id: 'lines', header: t('bills.rows'), kind: 'number' },
        { id: 'open', header: t('bills.rejectedRows'), kind: 'number' },
        { id: 'receivedAt', header: t('bills.receivedAt'), kind: 'instant', sortable: true },
        { id: 'file', header: t('bills.file'), kind: 'text', hidden: true },
      ]}
      rows={bills.map((bill) => {
        const [total] = bill.totals;
        return {
          id: bill.id,
          href: `${base}/${bill.id}`,
          externalId: bill.externalId,
          cycle: { from: bill.cycle.from, to: bill.cycle.to },
          state: { tone: billTone(bill.state), label: t(`billState.${bill.state}`), id: bill.state },
          received: total ? { amount: total.received, currency: total.currency } : null,
          accepted: total ? { amount: total.accepted, currency: total.currency } : null,
          lines: String(bill.lines.received),
          open: String(bill.lines.rejected),
          receivedAt: { at: bill.receivedAt, timeZone },
          file: bill.fileName,
        };
      })}
      empty={{ title: t('bills.emptyTitle'), description: t('bills.emptyDescription'), action: emptyAction }}
    />
  );
}
