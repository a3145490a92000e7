import { notFound } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { LineRowsTable } from '@/components/bill/line-rows-table';
import { parseListState } from '@/components/data-table/list-state';
import { MoneyText } from '@/components/money/money-text';
import { PeriodText } from '@/components/time/period-text';
import { KeyFigure, KeyFigures } from '@/components/ui/key-figure';
import { PageHeader } from '@/components/ui/page-header';
import { explainSteps } from '@/lib/format/explain-step';
import { orNotFound } from '@/lib/http/or-not-found';
import { getBill } from '@/lib/services/bills/get-bill';
import { listLineRows } from '@/lib/services/bills/list-line-rows';
import type { ServiceContext } from '@/lib/services/context';

export type LineRowsProps = {
  ctx: ServiceContext;
  /** The list of bills it came from. */
  home: { label: string; href: string };
  id: string;
  lineId: string;
  search: SearchParams;
};

/** One line of a bill that a partner computed, down to the partner's own rows; for either portal. */
export async function LineRows({ ctx, home, id, lineId, search }: LineRowsProps) {
  const t = await getTranslations('bill');
  const explain = await getTranslations('explain');
  const locale = await getLocale();
  const bill = await orNotFound(getBill(ctx, id));
  const section = bill.sections.find(({ lines }) => lines.some((line) => line.id === lineId));
  const line = section?.lines.find((candidate) => candidate.id === lineId);
  if (!section || !line) notFound();
  const state = parseListState(search, { sortable: ['line', 'amount'], defaultSort: 'line' });
  const rows = await orNotFound(listLineRows(ctx, { billId: bill.id, lineId }, state));
  const steps = explainSteps(line.explanation, explain, {
    currency: bill.currency,
    locale,
    unit: line.unit,
  });
  return (
    <>
      <PageHeader
        title={line.description}
        breadcrumbs={[
          home,
          { label: bill.number ?? t('draftTitle'), href: `${home.href}/${bill.id}` },
          { label: line.description },
        ]}
        meta={
          <>
            {section.supplierName} · <PeriodText from={line.period.from} to={line.period.to} />
          </>
        }
        description={steps.join(' ')}
      />
      <KeyFigures>
        <KeyFigure
          label={t('rows.onTheBill')}
          value={<MoneyText amount={line.amount} currency={bill.currency} size="figure" />}
        />
        <KeyFigure
          label={t('exact')}
          value={<MoneyText amount={line.exact} currency={bill.currency} exact size="figure" />}
          note={t('roundedOnce')}
        />
      </KeyFigures>
      <LineRowsTable rows={rows.data} nextCursor={rows.nextCursor} currency={bill.currency} />
    </>
  );
}
