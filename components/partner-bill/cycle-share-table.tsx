import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import type { Tone } from '@/components/ui/tone';

export type CycleShare = {
  id: string;
  cycle: { id: string; name: string; from: string; to: string };
  currency: string;
  lineCount: number;
  accountCount: number;
  charges: string;
  share: string;
  kept: string;
  issued: 'all' | 'some' | 'none';
};

/** What a partner's products brought in each cycle, and its share of it. `base`: a cycle's page, its id comes after. */
export function CycleShareTable({
  shares,
  nextCursor,
  base,
}: {
  shares: readonly CycleShare[];
  nextCursor: string | null;
  base: string;
}): ReactNode {
  const t = useTranslations('partner.shares');
  return (
    <DataTable
      label={t('title')}
      defaultSort="-period"
      nextCursor={nextCursor}
      columns={[
        { id: 'period', header: t('cycle'), kind: 'period', sortable: true },
        { id: 'name', header: t('rhythm'), kind: 'text' },
        { id: 'issued', header: t('state'), kind: 'state' },
        { id: 'accounts', header: t('accounts'), kind: 'number' },
        { id: 'charges', header: t('charges'), kind: 'money' },
        { id: 'share', header: t('share'), kind: 'money' },
        { id: 'kept', header: t('kept'), kind: 'money', hidden: true },
      ]}
      rows={shares.map((row) => ({
        id: row.id,
        href: `${base}/${row.cycle.id}`,
        period: { from: row.cycle.from, to: row.cycle.to },
        name: row.cycle.name,
        issued: { tone: tones[row.issued], label: t(`issued.${row.issued}`) },
        accounts: String(row.accountCount),
        charges: { amount: row.charges, currency: row.currency },
        share: { amount: row.share, currency: row.currency },
        kept: { amount: row.kept, currency: row.currency },
      }))}
      empty={{ title: t('emptyTitle'), description: t('emptyDescription') }}
    />
  );
}

const tones: Record<CycleShare['issued'], Tone> = { all: 'good', some: 'progress', none: 'neutral' };
