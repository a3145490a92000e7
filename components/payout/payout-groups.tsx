import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import type { PayoutCausesProps } from '@/components/payout/payout-stream';
import { PlainTable } from '@/components/ui/plain-table';
import { TextLink } from '@/components/ui/text-link';

/** The causes of a payout with their rows; they sum to it. */
export function PayoutGroups({ groups, label, amount, currency, hrefOf }: PayoutCausesProps): ReactNode {
  const t = useTranslations('payout');
  return (
    <PlainTable
      caption={t('page.made')}
      hideCaption
      columns={[
        { id: 'cause', header: t('page.cause') },
        { id: 'rows', header: t('page.rowsColumn'), align: 'end' },
        { id: 'amount', header: t('page.amountColumn'), align: 'end' },
      ]}
      rows={groups.map((group) => ({
        id: group.cause,
        cells: {
          cause: (
            <>
              <TextLink href={hrefOf(group.cause)}>{t(`cause.${group.cause}`)}</TextLink>
              {group.converted.map((of) => (
                <span key={of.currency} className="block text-sm text-ink-muted">
                  <MoneyText amount={of.amount} currency={of.currency} />
                  {' → '}
                  <MoneyText amount={of.payoutAmount} currency={currency} />
                </span>
              ))}
            </>
          ),
          rows: group.rows,
          amount: <MoneyText amount={group.amount} currency={currency} />,
        },
      }))}
      footer={{
        cause: label,
        amount: <MoneyText amount={amount} currency={currency} emphasis />,
      }}
    />
  );
}
