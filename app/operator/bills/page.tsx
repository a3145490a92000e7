import type { Metadata } from 'next';
import { getLocale, getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { BillTable } from '@/components/bill/bill-table';
import { parseListState } from '@/components/data-table/list-state';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { formatPeriod } from '@/lib/format/period';
import { orNotFound } from '@/lib/http/or-not-found';
import { listBills } from '@/lib/services/bills/list-bills';
import { listCycles } from '@/lib/services/cycles/list-cycles';
import { readStandings } from '@/lib/services/payments/read-standings';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('operator.bills'))('title') };
}

export default async function BillsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requireContext('operator');
  const t = await getTranslations();
  const locale = await getLocale();
  const state = parseListState(await searchParams, {
    sortable: ['period', 'total'],
    filters: ['state', 'cycle', 'currency'],
    defaultSort: '-period',
  });
  const [bills, cycles] = await Promise.all([
    orNotFound(listBills(ctx, state)),
    listCycles(ctx, { q: '', sort: null, filters: {}, after: null, pageSize: 50 }),
  ]);
  const standings = await readStandings(ctx, bills.data);
  const currencies = cycles.data.flatMap(({ totals }) => totals.map(({ currency }) => currency));
  return (
    <>
      <PageHeader title={t('operator.bills.title')} description={t('operator.bills.description')} />
      <BillTable
        bills={bills.data}
        standings={standings}
        nextCursor={bills.nextCursor}
        home="/operator/bills"
        filters={[
          {
            id: 'state',
            label: t('bill.table.state'),
            options: ['draft', 'held', 'approved', 'issued'].map((id) => ({
              id,
              label: t(`bill.state.${id}`),
            })),
          },
          {
            id: 'cycle',
            label: t('operator.bills.cycle'),
            options: cycles.data.map((cycle) => ({
              id: cycle.id,
              label: `${cycle.specName}, ${formatPeriod(cycle.periodFrom, cycle.periodTo, locale)}`,
            })),
          },
          {
            id: 'currency',
            label: t('operator.bills.currency'),
            options: [...new Set(currencies)].sort().map((id) => ({ id, label: id })),
          },
        ]}
        empty={{ title: t('operator.bills.emptyTitle'), description: t('operator.bills.emptyDescription') }}
      />
    </>
  );
}
