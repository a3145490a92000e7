import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';

export type PaymentFileItem = {
  id: string;
  messageId: string;
  currency: string;
  payments: number;
  controlSum: string;
  contentHash: string;
  createdBy: string;
  createdAt: string;
};

/** Files that were given to the bank, the latest first, each to be had again. */
export function PaymentFileTable({
  label,
  files,
  nextCursor,
  timeZone,
  empty,
}: {
  label: string;
  files: readonly PaymentFileItem[];
  nextCursor: string | null;
  timeZone: string;
  /** What to do where there is none yet. */
  empty: string;
}): ReactNode {
  const t = useTranslations('payout.file');
  return (
    <DataTable
      label={label}
      searchable={false}
      defaultSort="-created"
      nextCursor={nextCursor}
      columns={[
        { id: 'name', header: t('name'), kind: 'link' },
        { id: 'payments', header: t('payments'), kind: 'number' },
        { id: 'sum', header: t('sum'), kind: 'money' },
        { id: 'by', header: t('by'), kind: 'text' },
        { id: 'created', header: t('at'), kind: 'instant', sortable: true },
        { id: 'hash', header: t('hash'), kind: 'code', hidden: true },
      ]}
      rows={files.map((file) => ({
        id: file.id,
        name: { href: `/api/v1/payment-files/${file.id}`, label: `${file.messageId}.xml` },
        payments: String(file.payments),
        sum: { amount: file.controlSum, currency: file.currency },
        by: file.createdBy,
        created: { at: file.createdAt, timeZone },
        hash: file.contentHash,
      }))}
      empty={{ title: t('emptyTitle'), description: empty }}
    />
  );
}
