import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { ColumnSpec, FilterSpec } from '@/components/data-table/column-spec';
import { DataTable } from '@/components/data-table/data-table';
import { disputeTone } from '@/components/dispute/dispute-state';

export type DisputeListView = {
  id: string;
  number: string;
  state: string;
  reasonCode: string;
  currency: string;
  disputed: string;
  accepted: string | null;
  raisedAt: string;
  answerDueAt: string | null;
  isOverdue: boolean;
  bill: { number: string };
  billingAccount: { number: string };
  customer: { name: string };
  partner: { id: string; name: string } | null;
  line: { description: string };
};

export type DisputeTableProps = {
  disputes: readonly DisputeListView[];
  nextCursor: string | null;
  /** `/operator/disputes`: where one lies beneath. */
  home: string;
  audience: 'operator' | 'partner' | 'customer';
  timeZone: string;
  /** To filter by, for the operator. */
  partners?: readonly { id: string; name: string }[];
};

const STATES = [
  'with_partner',
  'with_operator',
  'answered',
  'escalated',
  'accepted',
  'part_accepted',
  'rejected',
  'withdrawn',
];

/** Disputes, the latest first, with what is at stake. */
export function DisputeTable({
  disputes,
  nextCursor,
  home,
  audience,
  timeZone,
  partners = [],
}: DisputeTableProps): ReactNode {
  const t = useTranslations('dispute');
  const columns: ColumnSpec[] = [
    { id: 'number', header: t('table.number'), kind: 'text' },
    { id: 'line', header: t('table.line'), kind: 'text' },
    ...(audience === 'customer'
      ? []
      : [{ id: 'customer', header: t('table.customer'), kind: 'text' } as const]),
    ...(audience === 'partner' ? [] : [{ id: 'partner', header: t('table.partner'), kind: 'text' } as const]),
    { id: 'reason', header: t('table.reason'), kind: 'text', hidden: audience !== 'customer' },
    {
      id: 'raisedAt',
      header: t('table.raisedAt'),
      kind: 'instant',
      sortable: true,
      hidden: audience !== 'customer',
    },
    { id: 'due', header: t('table.due'), kind: 'instant' },
    { id: 'state', header: t('table.state'), kind: 'state' },
    { id: 'accepted', header: t('table.accepted'), kind: 'money', hidden: true },
    { id: 'amount', header: t('table.amount'), kind: 'money', sortable: true },
  ];
  const filters: FilterSpec[] = [
    { id: 'state', label: t('table.state'), options: STATES.map((id) => ({ id, label: t(`state.${id}`) })) },
    {
      id: 'due',
      label: t('table.due'),
      options: ['overdue', 'soon'].map((id) => ({ id, label: t(`table.${id}`) })),
    },
    ...(partners.length > 0
      ? [
          {
            id: 'partner',
            label: t('table.partner'),
            options: partners.map(({ id, name }) => ({ id, label: name })),
          },
        ]
      : []),
  ];
  return (
    <DataTable
      label={t('title')}
      filters={filters}
      defaultSort="-raisedAt"
      nextCursor={nextCursor}
      columns={columns}
      rows={disputes.map((dispute) => ({
        id: dispute.id,
        href: `${home}/${dispute.id}`,
        number: { text: dispute.number, secondary: dispute.bill.number },
        line: dispute.line.description,
        customer:
          audience === 'operator'
            ? dispute.customer.name
            : { text: dispute.customer.name, secondary: dispute.billingAccount.number },
        partner: dispute.partner?.name ?? t('table.own'),
        reason: t(`reason.${dispute.reasonCode}`),
        raisedAt: { at: dispute.raisedAt, timeZone },
        due: dispute.answerDueAt === null ? null : { at: dispute.answerDueAt, timeZone },
        state: {
          tone: disputeTone(dispute.isOverdue ? 'escalated' : dispute.state),
          label: t(`state.${dispute.state}`),
          id: dispute.state,
        },
        accepted: dispute.accepted === null ? null : { amount: dispute.accepted, currency: dispute.currency },
        amount: { amount: dispute.disputed, currency: dispute.currency },
      }))}
      empty={{ title: t('empty.title'), description: t(`empty.${audience}`) }}
    />
  );
}
