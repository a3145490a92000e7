import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DunningFacts } from '@/components/dunning/dunning-facts';
import { DunningLetters } from '@/components/dunning/dunning-letters';
import type { AccountDunningView } from '@/components/dunning/dunning-view';
import { MoneyText } from '@/components/money/money-text';
import { DateText } from '@/components/time/date-text';
import { PlainTable } from '@/components/ui/plain-table';
import { Section } from '@/components/ui/section';
import { StateBadge } from '@/components/ui/state-badge';
import { TextLink } from '@/components/ui/text-link';

/** Where one account stands: what is overdue, what it promised, and every letter as it was sent. */
export function AccountDunning({ dunning }: { dunning: AccountDunningView }): ReactNode {
  const t = useTranslations('dunning.account');
  const { currency, bills, promises } = dunning;
  const money = (amount: string) => <MoneyText amount={amount} currency={currency} />;
  return (
    <>
      <div className="pb-8">
        <DunningFacts dunning={dunning} />
      </div>
      <Section title={t('bills')}>
        <PlainTable
          caption={t('bills')}
          empty={t('billsNone')}
          columns={[
            { id: 'bill', header: t('bill') },
            { id: 'due', header: t('due') },
            { id: 'disputed', header: t('disputed'), align: 'end' },
            { id: 'open', header: t('open'), align: 'end' },
          ]}
          rows={bills.map((bill) => ({
            id: bill.id,
            cells: {
              bill: <TextLink href={`/operator/bills/${bill.id}`}>{bill.number}</TextLink>,
              due: <DateText value={bill.dueOn} />,
              disputed: money(bill.disputed),
              open: money(bill.open),
            },
          }))}
        />
      </Section>
      <Section title={t('promises')}>
        <PlainTable
          caption={t('promises')}
          empty={t('promisesNone')}
          columns={[
            { id: 'until', header: t('until') },
            { id: 'state', header: t('facts.state') },
            { id: 'note', header: t('note') },
            { id: 'amount', header: t('amount'), align: 'end' },
          ]}
          rows={promises.map((promise) => ({
            id: promise.id,
            cells: {
              until: <DateText value={promise.untilOn} />,
              state: (
                <StateBadge
                  tone={PROMISE_TONE[promise.state] ?? 'neutral'}
                  label={t(`promiseState.${promise.state}`)}
                />
              ),
              note: promise.note,
              amount: money(promise.amount),
            },
          }))}
        />
      </Section>
      <Section title={t('history')}>
        <DunningLetters dunning={dunning} />
      </Section>
    </>
  );
}

const PROMISE_TONE = { open: 'progress', kept: 'good', broken: 'risk' } as Readonly<
  Record<string, 'progress' | 'good' | 'risk'>
>;
