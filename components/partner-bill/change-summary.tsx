import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import { KeyFigure, KeyFigures } from '@/components/ui/key-figure';
import { PlainTable } from '@/components/ui/plain-table';
import { type Decimal, decimal, formatDecimal } from '@/lib/domain/money/decimal';
import { formatCount } from '@/lib/format/quantity';

export type BeforeAndAfter = { currency: string; before: string; after: string };

export type ChangeSummaryProps = {
  counts: { added: number; removed: number; changed: number; same: number };
  totals: readonly BeforeAndAfter[];
};

/** How many rows a corrected bill changes, and what it comes to before and after. */
export function ChangeSummary({ counts, totals }: ChangeSummaryProps): ReactNode {
  const t = useTranslations('correction');
  const locale = useLocale();
  return (
    <>
      <KeyFigures>
        {(['changed', 'added', 'removed', 'same'] as const).map((kind) => (
          <KeyFigure key={kind} label={t(kind)} value={formatCount(counts[kind], locale)} />
        ))}
      </KeyFigures>
      <div className="pb-6">
        <PlainTable
          caption={t('totals')}
          columns={[{ id: 'currency', header: t('currency') }, ...amountColumns(t)]}
          rows={totals.map((total) => ({
            id: total.currency,
            cells: { currency: total.currency, ...amountCells(total) },
          }))}
        />
      </div>
    </>
  );
}

export const amountColumns = (t: (key: 'before' | 'after' | 'difference') => string) =>
  (['before', 'after', 'difference'] as const).map((id) => ({ id, header: t(id), align: 'end' as const }));

export function amountCells({ currency, before, after }: BeforeAndAfter) {
  const difference = formatDecimal((decimal(after) - decimal(before)) as Decimal);
  return {
    before: <MoneyText amount={before} currency={currency} exact />,
    after: <MoneyText amount={after} currency={currency} exact />,
    difference: <MoneyText amount={difference} currency={currency} exact signed />,
  };
}
