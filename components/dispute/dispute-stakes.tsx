import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import { PlainTable } from '@/components/ui/plain-table';
import { Section } from '@/components/ui/section';

export type StakeView = {
  party: string;
  partyName: string;
  share: string | null;
  atStake: string | null;
  payable: string;
};

export type DisputeStakesProps = {
  stakes: readonly StakeView[];
  currency: string;
  isDecided: boolean;
  isOwn: boolean;
};

/** Whose money hangs on a dispute, and what it has done to their payouts. */
export function DisputeStakes({ stakes, currency, isDecided, isOwn }: DisputeStakesProps): ReactNode {
  const t = useTranslations('dispute.stakes');
  const money = (amount: string | null) =>
    amount === null ? null : <MoneyText amount={amount} currency={currency} />;
  return (
    <Section title={t(isDecided ? 'titleDecided' : 'title')} description={t(isOwn ? 'own' : 'description')}>
      <PlainTable
        caption={t('title')}
        empty={t('none')}
        columns={[
          { id: 'party', header: t('party') },
          ...(isDecided
            ? []
            : ([
                { id: 'share', header: t('share'), align: 'end' },
                { id: 'atStake', header: t('atStake'), align: 'end' },
              ] as const)),
          { id: 'payable', header: t('payable'), align: 'end' },
        ]}
        rows={stakes.map((stake) => ({
          id: stake.party,
          cells: {
            party: stake.partyName,
            share: money(stake.share),
            atStake: money(stake.atStake),
            payable: <MoneyText amount={stake.payable} currency={currency} signed />,
          },
        }))}
      />
    </Section>
  );
}
