import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import { PlainTable } from '@/components/ui/plain-table';

export type LineDifferenceView = {
  lineKey: string;
  description: string;
  before: string | null;
  after: string | null;
};

export type LineDifferencesProps = { differences: readonly LineDifferenceView[]; currency: string };

/** The lines of a bill that a run added, removed or changed. */
export function LineDifferences({ differences, currency }: LineDifferencesProps): ReactNode {
  const t = useTranslations('run.changes');
  const end = 'end' as const;
  const amount = (value: string | null) =>
    value === null ? '–' : <MoneyText amount={value} currency={currency} />;
  return (
    <PlainTable
      caption={t('title')}
      empty={t('onlyRest')}
      columns={[
        { id: 'line', header: t('line') },
        { id: 'before', header: t('before'), align: end },
        { id: 'after', header: t('after'), align: end },
      ]}
      rows={differences.map(({ lineKey, description, before, after }) => ({
        id: lineKey,
        cells: { line: description, before: amount(before), after: amount(after) },
      }))}
    />
  );
}
