import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import { InstantText } from '@/components/time/instant-text';
import { PeriodText } from '@/components/time/period-text';
import { PlainTable } from '@/components/ui/plain-table';
import { Section } from '@/components/ui/section';

export type EarnedSoFarProps = {
  accrual: {
    computedAt: string | null;
    periods: readonly {
      cycle: string;
      period: { from: string; to: string };
      currency: string;
      accounts: number;
      billed: string;
      share: string;
    }[];
  };
  timeZone: string;
};

/** What a partner has earned of the running periods, with the time it was computed. */
export function EarnedSoFar({ accrual, timeZone }: EarnedSoFarProps): ReactNode {
  const t = useTranslations('alert.accrual');
  const { computedAt, periods } = accrual;
  return (
    <Section title={t('title')} description={t('description')}>
      <PlainTable
        caption={t('title')}
        hideCaption
        columns={[
          { id: 'cycle', header: t('cycle') },
          { id: 'period', header: t('period') },
          { id: 'accounts', header: t('accounts'), align: 'end' },
          { id: 'billed', header: t('billed'), align: 'end' },
          { id: 'share', header: t('share'), align: 'end' },
        ]}
        rows={periods.map(({ cycle, period, currency, accounts, billed, share }) => ({
          id: `${cycle} ${currency}`,
          cells: {
            cycle,
            period: <PeriodText from={period.from} to={period.to} />,
            accounts: String(accounts),
            billed: <MoneyText amount={billed} currency={currency} />,
            share: <MoneyText amount={share} currency={currency} emphasis />,
          },
        }))}
        empty={computedAt === null ? t('never') : t('none')}
      />
      {computedAt === null ? null : (
        <p className="pt-2 text-sm text-ink-muted">
          {t.rich('asOf', { at: () => <InstantText value={computedAt} timeZone={timeZone} /> })}
        </p>
      )}
    </Section>
  );
}
