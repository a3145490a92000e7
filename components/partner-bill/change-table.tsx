import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import type { Tone } from '@/components/ui/tone';
import { type Decimal, decimal, formatDecimal } from '@/lib/domain/money/decimal';

export type BillChange = {
  id: string;
  kind: 'added' | 'removed' | 'changed';
  lineNo: number | null;
  earlierLineNo: number | null;
  externalAccount: string | null;
  externalName: string | null;
  service: string;
  description: string;
  chargeCategory: string | null;
  unit: string | null;
  currency: string | null;
  amountBefore: string | null;
  amount: string | null;
  quantityBefore: string | null;
  quantity: string | null;
};

export const changeSortable = ['position', 'difference'];
export const changeFilters = ['kind'];

const kinds = ['changed', 'added', 'removed'] as const;
const tones: Record<BillChange['kind'], Tone> = {
  added: 'progress',
  removed: 'attention',
  changed: 'neutral',
};

/** The rows that a corrected bill adds, removes or changes, each beside what it was. */
export function ChangeTable({
  changes,
  nextCursor,
}: {
  changes: readonly BillChange[];
  nextCursor: string | null;
}): ReactNode {
  const t = useTranslations('correction');
  const category = useTranslations('partner.category');
  return (
    <DataTable
      label={t('rows')}
      searchable
      defaultSort="position"
      nextCursor={nextCursor}
      filters={[{ id: 'kind', label: t('change'), options: kinds.map((id) => ({ id, label: t(id) })) }]}
      columns={[
        { id: 'kind', header: t('change'), kind: 'state' },
        { id: 'position', header: t('row'), kind: 'number', sortable: true },
        { id: 'earlier', header: t('earlierRow'), kind: 'number', hidden: true },
        { id: 'account', header: t('account'), kind: 'text' },
        { id: 'service', header: t('service'), kind: 'text' },
        { id: 'description', header: t('descriptionOf'), kind: 'text', hidden: true },
        { id: 'category', header: t('category'), kind: 'text', hidden: true },
        { id: 'quantityBefore', header: t('quantityBefore'), kind: 'quantity', hidden: true },
        { id: 'quantity', header: t('quantityAfter'), kind: 'quantity', hidden: true },
        { id: 'before', header: t('before'), kind: 'exact-money' },
        { id: 'after', header: t('after'), kind: 'exact-money' },
        { id: 'difference', header: t('difference'), kind: 'exact-money', sortable: true },
      ]}
      rows={changes.map((change) => {
        const { kind, currency, externalName, externalAccount, chargeCategory, unit } = change;
        const money = (amount: string | null) =>
          amount === null || currency === null ? null : { amount, currency };
        const quantity = (value: string | null) => (value === null ? null : { value, unit: unit ?? '' });
        return {
          id: change.id,
          kind: { tone: tones[kind], label: t(kind), id: kind },
          position: textOf(change.lineNo),
          earlier: textOf(change.earlierLineNo),
          account:
            externalAccount === null || externalName === null
              ? externalAccount
              : { text: externalName, secondary: externalAccount },
          service: change.service,
          description: change.description,
          category: chargeCategory === null ? null : category(chargeCategory),
          quantityBefore: quantity(change.quantityBefore),
          quantity: quantity(change.quantity),
          before: money(change.amountBefore),
          after: money(change.amount),
          difference: money(differenceOf(change)),
        };
      })}
      empty={{ title: t('empty') }}
    />
  );
}

const textOf = (lineNo: number | null): string | null => (lineNo === null ? null : String(lineNo));

const differenceOf = ({ amountBefore, amount }: BillChange): string =>
  formatDecimal((decimal(amount ?? '0') - decimal(amountBefore ?? '0')) as Decimal);
