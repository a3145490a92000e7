import { getLocale, getTranslations } from 'next-intl/server';
import { parseListState } from '@/components/data-table/list-state';
import { differenceFilters, differenceSortable } from '@/components/partner-bill/difference-table';
import { DifferencesPage } from '@/components/partner-bill/differences-page';
import type { Crumb } from '@/components/ui/breadcrumbs';
import { explainSteps } from '@/lib/format/explain-step';
import type { ServiceContext } from '@/lib/services/context';
import { listDifferences } from '@/lib/services/differences/list-differences';
import { getOperator } from '@/lib/services/operators/get-operator';

export type DifferencesViewProps = {
  ctx: ServiceContext;
  bill: { id: string; externalId: string };
  /** The bill's own address. */
  billHref: string;
  query: Record<string, string | string[] | undefined>;
  breadcrumbs: readonly Crumb[];
};

/** What the partner's page and the operator's page share. */
export async function DifferencesView({ ctx, bill, billHref, query, breadcrumbs }: DifferencesViewProps) {
  const state = parseListState(query, {
    sortable: differenceSortable,
    filters: differenceFilters,
    defaultSort: '-size',
  });
  const [found, { timeZone }] = await Promise.all([listDifferences(ctx, bill.id, state), getOperator(ctx)]);
  const explain = await getTranslations('explain');
  const locale = await getLocale();
  return (
    <DifferencesPage
      entries={found.data.map((entry) => ({
        ...entry,
        hub: entry.hub.map((line) => ({
          ...line,
          steps: explainSteps(line.steps, explain, { currency: entry.currency, locale, unit: line.unit }),
        })),
      }))}
      nextCursor={found.nextCursor}
      comparison={found.comparison}
      totals={found.totals}
      href={`${billHref}/differences`}
      query={query}
      breadcrumbs={[...breadcrumbs, { label: bill.externalId, href: billHref }]}
      timeZone={timeZone}
    />
  );
}
