import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';

export type ShareLineTableProps = {
  lines: readonly {
    id: string;
    account: { number: string; name: string };
    description: string;
    sourceMode: string;
    partnerBillId: string | null;
    periodFrom: string;
    periodTo: string;
    quantity: string | null;
    unit: string | null;
    currency: string;
    billNumber: string | null;
    billState: string;
    amount: string;
    share: string;
  }[];
  nextCursor: string | null;
  /** Where the partner's own bills are: a line made of one leads to it. */
  billBase: string;
};

export const shareSortable = ['description', 'account', 'amount', 'share'];

/** The bill lines a partner has a share in, each with that share. */
export function ShareLineTable({ lines, nextCursor, billBase }: ShareLineTableProps): ReactNode {
  const t = useTranslations('partner.shares');
  return (
    <DataTable
      label={t('lines')}
      searchable
      defaultSort="-share"
      nextCursor={nextCursor}
      filters={[
        {
          id: 'state',
          label: t('state'),
          multiple: false,
          options: [
            { id: 'issued', label: t('issued.all') },
            { id: 'draft', label: t('issued.none') },
          ],
        },
      ]}
      columns={[
        { id: 'description', header: t('line'), kind: 'text', sortable: true },
        { id: 'account', header: t('account'), kind: 'text', sortable: true },
        { id: 'period', header: t('period'), kind: 'period' },
        { id: 'quantity', header: t('quantity'), kind: 'quantity', hidden: true },
        { id: 'state', header: t('state'), kind: 'state' },
        { id: 'amount', header: t('charges'), kind: 'money', sortable: true },
        { id: 'share', header: t('share'), kind: 'money', sortable: true },
      ]}
      rows={lines.map((line) => ({
        id: line.id,
        ...(line.partnerBillId !== null && { href: `${billBase}/${line.partnerBillId}` }),
        description: line.description,
        account: { text: line.account.name, secondary: line.account.number },
        period: { from: line.periodFrom, to: line.periodTo },
        quantity: line.quantity === null ? null : { value: line.quantity, unit: line.unit ?? '' },
        state:
          line.billState === 'issued'
            ? { tone: 'good', label: line.billNumber ?? t('issued.all'), id: 'issued' }
            : { tone: 'neutral', label: t('issued.none'), id: 'draft' },
        amount: { amount: line.amount, currency: line.currency },
        share: { amount: line.share, currency: line.currency },
      }))}
      empty={{ title: t('emptyTitle'), description: t('emptyDescription') }}
    />
  );
}
