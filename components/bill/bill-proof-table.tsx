import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { ProofRow } from '@/components/bill/bill-proof';
import { MoneyText } from '@/components/money/money-text';
import { PlainTable } from '@/components/ui/plain-table';
import { StateBadge } from '@/components/ui/state-badge';

/** The equations a bill holds by, each with both sides as they come out. */
export function BillProofTable({
  rows,
  currency,
}: {
  rows: readonly ProofRow[];
  currency: string;
}): ReactNode {
  const t = useTranslations('bill.proof');
  return (
    <PlainTable
      caption={t('title')}
      columns={[
        { id: 'equation', header: t('equation') },
        { id: 'left', header: t('left'), align: 'end' },
        { id: 'right', header: t('right'), align: 'end' },
        { id: 'holds', header: t('result') },
      ]}
      rows={rows.map((row) => ({
        id: row.code,
        cells: {
          equation: t(`row.${row.code}`),
          left: <MoneyText amount={row.left} currency={currency} />,
          right: <MoneyText amount={row.right} currency={currency} />,
          holds: <StateBadge tone={row.holds ? 'good' : 'risk'} label={t(row.holds ? 'holds' : 'differs')} />,
        },
      }))}
    />
  );
}
