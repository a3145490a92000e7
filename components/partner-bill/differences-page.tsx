import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { queryText } from '@/components/data-table/query-text';
import { MoneyText } from '@/components/money/money-text';
import { DifferenceSheet, type DifferenceSheetProps } from '@/components/partner-bill/difference-sheet';
import { type DifferenceEntry, DifferenceTable } from '@/components/partner-bill/difference-table';
import { InstantText } from '@/components/time/instant-text';
import type { Crumb } from '@/components/ui/breadcrumbs';
import { EmptyState } from '@/components/ui/empty-state';
import { KeyFigure, KeyFigures } from '@/components/ui/key-figure';
import { PageHeader } from '@/components/ui/page-header';
import { formatMoney } from '@/lib/format/money';

export type DifferencesPageProps = {
  entries: readonly (DifferenceEntry & Omit<DifferenceSheetProps, 'entry' | 'closeHref'>)[];
  nextCursor: string | null;
  comparison: { comparedAt: string; tolerancePercent: string } | null;
  totals: readonly {
    currency: string;
    hub: string;
    partner: string;
    difference: string;
    rowCount: number;
    beyondCount: number;
    beyond: string;
    mainCause: string | null;
  }[];
  /** This page with its query; `row` names the entry that is open. */
  href: string;
  query: Readonly<Record<string, string | string[] | undefined>>;
  breadcrumbs: readonly Crumb[];
  timeZone: string;
};

/** A partner's bill beside the hub's own rating: what it comes to in a sentence, then account by account. */
export function DifferencesPage({
  entries,
  nextCursor,
  comparison,
  totals,
  href,
  query,
  breadcrumbs,
  timeZone,
}: DifferencesPageProps): ReactNode {
  const t = useTranslations('difference');
  const locale = useLocale();
  const open = entries.find(({ id }) => id === query.row);
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        breadcrumbs={[...breadcrumbs, { label: t('title') }]}
      />
      {comparison === null ? (
        <EmptyState title={t('noComparison')} description={t('noComparisonDescription')} />
      ) : (
        <>
          {totals.map((total) => (
            <div key={total.currency}>
              <p className="max-w-prose pb-3">{sentence(t, locale, total, comparison.tolerancePercent)}</p>
              <KeyFigures>
                <KeyFigure
                  label={t('hub')}
                  value={<MoneyText amount={total.hub} currency={total.currency} size="figure" />}
                />
                <KeyFigure
                  label={t('partner')}
                  value={<MoneyText amount={total.partner} currency={total.currency} size="figure" />}
                />
                <KeyFigure
                  label={t('by')}
                  value={
                    <MoneyText amount={total.difference} currency={total.currency} size="figure" signed />
                  }
                  {...(total.beyondCount > 0 && { tone: 'risk' as const })}
                />
              </KeyFigures>
            </div>
          ))}
          <DifferenceTable
            entries={entries}
            nextCursor={nextCursor}
            hrefOf={(id) => `${href}${queryText({ ...query, row: id })}`}
          />
          <p className="pt-3 text-sm text-ink-muted">
            {t.rich('close', { at: () => <InstantText value={comparison.comparedAt} timeZone={timeZone} /> })}
          </p>
        </>
      )}
      {open ? (
        <DifferenceSheet
          entry={open}
          causes={open.causes}
          hub={open.hub}
          partner={open.partner}
          closeHref={`${href}${queryText({ ...query, row: undefined })}`}
        />
      ) : null}
    </>
  );
}

function sentence(
  t: ReturnType<typeof useTranslations>,
  locale: string,
  { rowCount: count, beyondCount, beyond, currency, mainCause }: DifferencesPageProps['totals'][number],
  percent: string,
): string {
  if (beyondCount === 0) return t('allWithin', { count, percent });
  const cause = mainCause === null ? '' : t('mainCause', { cause: t(`cause.${mainCause}`).toLowerCase() });
  return t('beyondSentence', {
    beyond: beyondCount,
    count,
    percent,
    amount: formatMoney(beyond, currency, locale),
    cause,
  });
}
