import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { isZeroAmount } from '@/components/money/amount';
import { MoneyText } from '@/components/money/money-text';
import { Stream } from '@/components/stream/stream';
import { PlainTable } from '@/components/ui/plain-table';
import { TextLink } from '@/components/ui/text-link';
import { formatPercent } from '@/lib/format/quantity';

export type BillSharesProps = {
  total: string;
  tax: string;
  currency: string;
  shares: readonly { party: string; partyName: string; amount: string; isOperator: boolean }[];
};

/** Where a bill's money goes: to the operator, to each partner, and to the tax office. */
export function BillShares({ total, tax, currency, shares }: BillSharesProps): ReactNode {
  const t = useTranslations('bill.shares');
  const locale = useLocale();
  const href = (share: BillSharesProps['shares'][number]) =>
    share.isOperator ? {} : { href: `/operator/partners/${share.party}` };
  const rows = [
    ...shares.map((share) => ({
      id: share.party,
      who: share.isOperator ? (
        share.partyName
      ) : (
        <TextLink href={`/operator/partners/${share.party}`}>{share.partyName}</TextLink>
      ),
      amount: share.amount,
    })),
    ...(isZeroAmount(tax) ? [] : [{ id: 'tax', who: t('tax'), amount: tax }]),
  ];
  return (
    <div className="grid gap-8 lg:grid-cols-2">
      <Stream
        title={t('title')}
        direction="split"
        sources={[
          ...shares.map((share) => ({
            id: share.party,
            label: share.partyName,
            amount: share.amount,
            currency,
            tone: share.isOperator ? ('own' as const) : ('partner' as const),
            ...href(share),
          })),
          ...(isZeroAmount(tax)
            ? []
            : [{ id: 'tax', label: t('tax'), amount: tax, currency, tone: 'tax' as const }]),
        ]}
        trunk={{ label: t('customerPays'), amount: total, currency }}
      />
      <PlainTable
        caption={t('title')}
        columns={[
          { id: 'who', header: t('who') },
          { id: 'amount', header: t('amount'), align: 'end' },
          { id: 'ofOne', header: t('ofOne', { currency }), align: 'end' },
        ]}
        rows={rows.map(({ id, who, amount }) => ({
          id,
          cells: {
            who,
            amount: <MoneyText amount={amount} currency={currency} />,
            ofOne: shareOfOne(amount, total, locale),
          },
        }))}
        footer={{ who: t('customerPays'), amount: <MoneyText amount={total} currency={currency} /> }}
      />
    </div>
  );
}

/** To a tenth of a per cent, for reading; nothing is computed from it. */
function shareOfOne(amount: string, total: string, locale: string): string | null {
  const ratio = Number(amount) / Number(total);
  return Number.isFinite(ratio) ? formatPercent(ratio.toFixed(3), locale) : null;
}
