import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { billTone } from '@/components/partner-bill/bill-tone';

export type BillLine = {
  id: string;
  lineNo: number;
  state: string;
  issueCode: string | null;
  problems: { code: string; message: string }[] | null;
  externalAccount: string | null;
  externalPayer: string | null;
  externalName: string | null;
  billingAccount: { number: string; name: string } | null;
  service: string;
  description: string;
  chargeCategory: string | null;
  quantity: string | null;
  unit: string | null;
  currency: string | null;
  amount: string | null;
  chargeFromAt: string | null;
  source: Record<string, string>;
};

export type LineTableProps = {
  lines: readonly BillLine[];
  nextCursor: string | null;
  /** The page with its query, to which a line's number is added to open it. */
  hrefOf: (lineNo: number) => string;
};

export const lineSortable = ['lineNo', 'amount'];
export const lineFilters = ['state', 'issue'];

const states = ['accepted', 'rejected', 'duplicate'];
const issues = [
  'unknown_account',
  'unknown_product',
  'unknown_tax_code',
  'currency_mismatch',
  'unreadable_line',
  'tax_line',
  'period_outside_window',
  'unknown_currency',
  'duplicate_line',
  'bill_rejected',
];

/** A bill's rows in the file's order, each with what came of it. */
export function LineTable({ lines, nextCursor, hrefOf }: LineTableProps): ReactNode {
  const t = useTranslations('partner');
  const issueLabel = (code: string) => (t.has(`issue.${code}`) ? t(`issue.${code}`) : code);
  return (
    <DataTable
      label={t('bill.lines')}
      searchable
      defaultSort="lineNo"
      nextCursor={nextCursor}
      filters={[
        {
          id: 'state',
          label: t('bill.lineState'),
          options: states.map((id) => ({ id, label: t(`lineState.${id}`) })),
        },
        {
          id: 'issue',
          label: t('bill.reason'),
          options: issues.map((id) => ({ id, label: issueLabel(id) })),
        },
      ]}
      columns={[
        { id: 'lineNo', header: t('bill.row'), kind: 'number', sortable: true },
        { id: 'state', header: t('bill.lineState'), kind: 'state' },
        { id: 'external', header: t('bill.externalAccount'), kind: 'text' },
        { id: 'account', header: t('bill.billingAccount'), kind: 'code' },
        { id: 'service', header: t('bill.service'), kind: 'text' },
        { id: 'category', header: t('bill.category'), kind: 'text', hidden: true },
        { id: 'from', header: t('bill.chargedFrom'), kind: 'instant', hidden: true },
        { id: 'quantity', header: t('bill.quantity'), kind: 'quantity', hidden: true },
        { id: 'amount', header: t('bill.amount'), kind: 'exact-money', sortable: true },
      ]}
      rows={lines.map((line) => ({
        id: line.id,
        href: hrefOf(line.lineNo),
        lineNo: String(line.lineNo),
        state: {
          tone: billTone(line.state),
          label: line.issueCode === null ? t(`lineState.${line.state}`) : issueLabel(line.issueCode),
          id: line.state,
        },
        external: externalOf(line),
        account: line.billingAccount?.number,
        service: line.service,
        category: line.chargeCategory === null ? null : t(`category.${line.chargeCategory}`),
        from: line.chargeFromAt === null ? null : { at: line.chargeFromAt, timeZone: 'UTC' },
        quantity: line.quantity === null ? null : { value: line.quantity, unit: line.unit ?? '' },
        amount:
          line.amount === null || line.currency === null
            ? null
            : { amount: line.amount, currency: line.currency },
      }))}
      empty={{ title: t('bill.noLines') }}
    />
  );
}

function externalOf({ externalName, externalAccount, externalPayer }: BillLine) {
  const id = externalAccount ?? externalPayer;
  if (id === null) return null;
  return externalName === null ? id : { text: externalName, secondary: id };
}
