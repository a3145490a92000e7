import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Pull } from '@/components/connector/connector-view';
import { MoneyText } from '@/components/money/money-text';
import { Callout } from '@/components/ui/callout';
import { PlainTable } from '@/components/ui/plain-table';
import { Section } from '@/components/ui/section';
import { TextLink } from '@/components/ui/text-link';
import type { ConnectorTestSummary } from '@/lib/schemas/partner-connector';

/** What the last test saw, or why it saw nothing. */
export function TestSummaryView({ pull, accountsHref }: { pull: Pull; accountsHref: string }): ReactNode {
  const t = useTranslations('connector');
  const summary = pull.summary as ConnectorTestSummary | null;
  if (pull.outcome === 'failed' || summary === null) {
    return <Callout tone="risk">{pull.message}</Callout>;
  }
  const { period, totals, examples } = summary;
  return (
    <Section
      title={t('lastTest')}
      description={t('lastTestNote', { from: period.from, to: period.to, count: pull.charges })}
    >
      {summary.unmappedCount > 0 ? (
        <Callout tone="attention">
          <TextLink href={accountsHref}>
            {t('unmapped', { count: summary.unmappedCount, accounts: summary.unmapped.join(', ') })}
          </TextLink>
        </Callout>
      ) : null}
      {summary.faultCount > 0 ? (
        <Callout tone="risk">
          {t('faults', { count: summary.faultCount, fault: summary.faults[0] ?? '' })}
        </Callout>
      ) : null}
      <PlainTable
        caption={t('total')}
        columns={[
          { id: 'currency', header: t('currency') },
          { id: 'charges', header: t('charges'), align: 'end' },
          { id: 'amount', header: t('amount'), align: 'end' },
        ]}
        rows={totals.map(({ currency, amount, charges }) => ({
          id: currency,
          cells: {
            currency,
            charges: String(charges),
            amount: <MoneyText amount={amount} currency={currency} exact />,
          },
        }))}
      />
      <PlainTable
        caption={t('examples')}
        hideCaption={false}
        columns={[
          { id: 'account', header: t('account') },
          { id: 'service', header: t('service') },
          { id: 'amount', header: t('amount'), align: 'end' },
        ]}
        rows={examples.map(({ id, account, service, amount, currency }) => ({
          id,
          cells: { account, service, amount: <MoneyText amount={amount} currency={currency} exact /> },
        }))}
      />
    </Section>
  );
}
