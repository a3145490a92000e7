import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type EntryState, entryTone } from '@/components/bank/entry-view';
import { isZeroAmount } from '@/components/money/amount';
import { MoneyText } from '@/components/money/money-text';
import { Callout } from '@/components/ui/callout';
import { PlainTable } from '@/components/ui/plain-table';
import { Section } from '@/components/ui/section';
import { StateBadge } from '@/components/ui/state-badge';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { formatMoney, parseMoney, sumMoney } from '@/lib/domain/money/money';

export type FileResultProps = {
  sums: readonly { state: EntryState; currency: string | null; entries: number; amount: string | null }[];
  statements: readonly {
    id: string;
    reference: string;
    account: string;
    currency: string | null;
    toOn: string | null;
    opening: string | null;
    booked: string;
    closing: string | null;
    difference: string | null;
  }[];
  entryCount: number;
};

/** What a file's entries became, and whether its balances say the same. */
export function FileResult({ sums, statements, entryCount }: FileResultProps): ReactNode {
  const t = useTranslations('bank');
  const found = statements.filter(({ difference }) => difference !== null && !isZeroAmount(difference));
  return (
    <>
      {found.map(({ id, difference, currency }) => (
        <Callout key={id} tone="risk" title={t('difference')}>
          {t('differenceFound', { amount: `${difference} ${currency}` })}
        </Callout>
      ))}
      <Section title={t('result')} description={t('resultNote')}>
        <PlainTable
          caption={t('result')}
          columns={[
            { id: 'state', header: t('state') },
            { id: 'entries', header: t('entries'), align: 'end' },
            { id: 'amount', header: t('amount'), align: 'end' },
          ]}
          rows={sums.map(({ state, currency, entries, amount }) => ({
            id: `${state} ${currency}`,
            cells: {
              state: <StateBadge tone={entryTone[state]} label={t(`states.${state}`)} />,
              entries,
              amount: money(amount, currency),
            },
          }))}
          footer={{ state: t('total'), entries: entryCount, amount: totals(sums) }}
        />
      </Section>
      {statements.length === 0 ? null : (
        <Section title={t('statements')}>
          <PlainTable
            caption={t('statements')}
            columns={[
              { id: 'account', header: t('from') },
              { id: 'reference', header: t('reference') },
              { id: 'opening', header: t('opening'), align: 'end' },
              { id: 'booked', header: t('booked'), align: 'end' },
              { id: 'closing', header: t('closing'), align: 'end' },
              { id: 'difference', header: t('difference'), align: 'end' },
            ]}
            rows={statements.map((statement) => ({
              id: statement.id,
              cells: {
                account: <bdi className="font-mono text-sm whitespace-nowrap">{statement.account}</bdi>,
                reference: statement.reference,
                opening: money(statement.opening, statement.currency),
                booked: money(statement.booked, statement.currency),
                closing: money(statement.closing, statement.currency),
                difference: money(statement.difference, statement.currency, true),
              },
            }))}
          />
        </Section>
      )}
    </>
  );
}

const money = (amount: string | null, currency: string | null, isFault = false): ReactNode =>
  amount === null || currency === null ? null : (
    <MoneyText
      amount={amount}
      currency={currency}
      {...(isFault && !isZeroAmount(amount) && { tone: 'risk' as const })}
    />
  );

function totals(sums: FileResultProps['sums']): ReactNode {
  const currencies = [...new Set(sums.flatMap(({ currency }) => currency ?? []))];
  return currencies.map((currency) => {
    const own = sums.filter((sum) => sum.currency === currency).map(({ amount }) => amount ?? '0');
    return (
      <div key={currency}>
        <MoneyText amount={addAmounts(own, currency)} currency={currency} />
      </div>
    );
  });
}

function addAmounts(amounts: readonly string[], code: string): string {
  const money = currencyOf(code);
  return formatMoney(
    sumMoney(
      money,
      amounts.flatMap((amount) => parseMoney(amount, money) ?? []),
    ),
  );
}
