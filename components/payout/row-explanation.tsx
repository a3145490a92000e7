import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { MoneyText } from '@/components/money/money-text';
import { PeriodText } from '@/components/time/period-text';
import { PlainTable } from '@/components/ui/plain-table';
import { Section } from '@/components/ui/section';

type Sums = { credited: string; disputed: string; collected: string; open: string };

export type RowExplanationProps = {
  currency: string;
  isOwn: boolean;
  lines: readonly {
    description: string;
    periodFrom: string;
    periodTo: string;
    amount: string;
    share: string;
    /** In words. */
    steps: readonly string[];
  }[];
  hasMoreLines: boolean;
  bill: { before: Sums; after: Sums } | null;
};

/** What is behind a row: the bill's lines with the shares, and what its event changed. */
export function RowExplanation({
  currency,
  isOwn,
  lines,
  hasMoreLines,
  bill,
}: RowExplanationProps): ReactNode {
  const t = useTranslations('payout.explain');
  return (
    <>
      {bill ? (
        <Section title={t('changed')} id="changed">
          <PlainTable
            caption={t('changed')}
            hideCaption
            columns={[
              { id: 'fact', header: t('fact') },
              { id: 'before', header: t('before'), align: 'end' },
              { id: 'after', header: t('after'), align: 'end' },
            ]}
            rows={FACTS.map((fact) => ({
              id: fact,
              cells: {
                fact: t(fact),
                before: <MoneyText amount={bill.before[fact]} currency={currency} />,
                after: <MoneyText amount={bill.after[fact]} currency={currency} />,
              },
            }))}
          />
        </Section>
      ) : null}
      <Section title={t('lines')} description={t(isOwn ? 'linesDescription' : 'linesOf')} id="lines">
        <PlainTable
          caption={t('lines')}
          hideCaption
          columns={[
            { id: 'description', header: t('description') },
            { id: 'period', header: t('period') },
            { id: 'charged', header: t('charged'), align: 'end' },
            { id: 'share', header: t('share'), align: 'end' },
          ]}
          rows={lines.map((line, index) => ({
            id: `${index}`,
            cells: {
              description: (
                <>
                  {line.description}
                  {line.steps.map((step) => (
                    <span key={step} className="block text-sm text-ink-muted">
                      {step}
                    </span>
                  ))}
                </>
              ),
              period: <PeriodText from={line.periodFrom} to={line.periodTo} />,
              charged: <MoneyText amount={line.amount} currency={currency} />,
              share: <MoneyText amount={line.share} currency={currency} emphasis />,
            },
          }))}
          empty={t('noLines')}
        />
        {hasMoreLines ? <p className="pt-2 text-sm text-ink-muted">{t('more')}</p> : null}
      </Section>
    </>
  );
}

const FACTS = ['credited', 'disputed', 'collected', 'open'] as const;
