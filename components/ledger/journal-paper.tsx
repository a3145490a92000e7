import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import { DescriptionList } from '@/components/ui/description-list';
import { PlainTable } from '@/components/ui/plain-table';
import { Section } from '@/components/ui/section';

export type JournalView = {
  event: string;
  sums: { currency: string; amount: string }[];
  postings: {
    account: string;
    partyId: string;
    party: string;
    currency: string;
    debit: string | null;
    credit: string | null;
  }[];
  moved: { key: string; before: string; after: string }[];
  facts: Readonly<Record<string, string>>;
};

/** One journal: its sides, which come to the same, and the bill before and after it. */
export function JournalPaper({ journal }: { journal: JournalView }): ReactNode {
  const t = useTranslations('ledger');
  const { postings, sums, moved } = journal;
  const currency = sums[0]?.currency ?? '';
  const side = (amount: string | null, of: string) =>
    amount === null ? '' : <MoneyText amount={amount} currency={of} />;
  const facts = Object.entries(journal.facts).filter(([key]) => !key.endsWith('Id'));
  const total = sums.map(({ amount, currency: of }) => (
    <span key={of} className="block">
      <MoneyText amount={amount} currency={of} />
    </span>
  ));
  return (
    <>
      <Section title={t('postings')}>
        <PlainTable
          caption={t('postings')}
          columns={[
            { id: 'account', header: t('table.account') },
            { id: 'party', header: t('table.party') },
            { id: 'debit', header: t('table.debit'), align: 'end' },
            { id: 'credit', header: t('table.credit'), align: 'end' },
          ]}
          rows={postings.map((posting, index) => ({
            id: String(index),
            href: `/operator/ledger/${posting.account}/${posting.partyId}?currency=${posting.currency}`,
            cells: {
              account: t(`account.${posting.account}`),
              party: posting.party,
              debit: side(posting.debit, posting.currency),
              credit: side(posting.credit, posting.currency),
            },
          }))}
          footer={{ account: '', debit: total, credit: total }}
        />
      </Section>
      {moved.length > 0 ? (
        <Section title={t('moved')} description={t('movedDescription')}>
          <PlainTable
            caption={t('moved')}
            columns={[
              { id: 'figure', header: t('table.figure') },
              { id: 'before', header: t('table.before'), align: 'end' },
              { id: 'after', header: t('table.after'), align: 'end' },
            ]}
            rows={moved.map(({ key, before, after }) => ({
              id: key,
              cells: {
                figure: t(`figure.${key}`),
                before: <MoneyText amount={before} currency={currency} />,
                after: <MoneyText amount={after} currency={currency} emphasis={before !== after} />,
              },
            }))}
          />
        </Section>
      ) : null}
      {facts.length > 0 ? (
        <Section title={t('facts')}>
          <DescriptionList
            items={facts.map(([key, value]) => ({
              term: t.has(`fact.${key}`) ? t(`fact.${key}`) : key,
              detail: value,
            }))}
          />
        </Section>
      ) : null}
    </>
  );
}
