import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Stream } from '@/components/stream/stream';

export type PayoutGroup = {
  cause: string;
  rows: string;
  amount: string;
  converted: readonly { currency: string; amount: string; payoutAmount: string }[];
};

const TAKEN_BY_OPERATOR = new Set(['fee', 'reserve', 'carried']);

export type PayoutCausesProps = {
  groups: readonly PayoutGroup[];
  /** What the amount is by now: to be paid, or paid. */
  label: string;
  amount: string;
  currency: string;
  hrefOf: (cause: string) => string;
};

/** The causes of a payout as streams that join into what is paid. */
export function PayoutStream({ groups, label, amount, currency, hrefOf }: PayoutCausesProps): ReactNode {
  const t = useTranslations('payout');
  return (
    <Stream
      title={t('page.made')}
      hasTable
      trunk={{ label, amount, currency }}
      sources={groups.map((group) => ({
        id: group.cause,
        label: t(`cause.${group.cause}`),
        amount: group.amount,
        currency,
        href: hrefOf(group.cause),
        tone: group.cause === 'tax' ? 'tax' : TAKEN_BY_OPERATOR.has(group.cause) ? 'partner' : 'own',
      }))}
    />
  );
}
