import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';

export type PartnerRowView = {
  id: string;
  lineNo: number;
  externalAccount: string | null;
  externalName: string | null;
  service: string;
  description: string;
  chargeCategory: string | null;
  quantity: string | null;
  unit: string | null;
  amount: string;
  chargeFromAt: string | null;
};

/** The partner's own rows behind a line of a bill, with every decimal they came with. */
export function LineRowsTable({
  rows,
  nextCursor,
  currency,
}: {
  rows: readonly PartnerRowView[];
  nextCursor: string | null;
  currency: string;
}): ReactNode {
  const t = useTranslations('bill.rows');
  return (
    <DataTable
      label={t('title')}
      filters={[]}
      defaultSort="line"
      nextCursor={nextCursor}
      columns={[
        { id: 'line', header: t('line'), kind: 'number', sortable: true, width: '4rem' },
        { id: 'description', header: t('description'), kind: 'text' },
        { id: 'service', header: t('service'), kind: 'text', hidden: true },
        { id: 'category', header: t('category'), kind: 'text' },
        { id: 'account', header: t('account'), kind: 'text' },
        { id: 'on', header: t('on'), kind: 'date' },
        { id: 'quantity', header: t('quantity'), kind: 'quantity' },
        { id: 'amount', header: t('amount'), kind: 'exact-money', sortable: true },
      ]}
      rows={rows.map((row) => ({
        id: row.id,
        line: String(row.lineNo),
        description: row.description,
        service: row.service,
        category: row.chargeCategory,
        account: row.externalName ?? row.externalAccount,
        on: row.chargeFromAt?.slice(0, 10) ?? null,
        quantity:
          row.quantity === null || row.unit === null ? row.quantity : { value: row.quantity, unit: row.unit },
        amount: { amount: row.amount, currency },
      }))}
      empty={{ title: t('empty') }}
    />
  );
}
