import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { withdrawAdjustment } from '@/app/operator/adjustments/actions';
import { AdjustmentTable } from '@/components/adjustment/adjustment-table';
import { parseListState } from '@/components/data-table/list-state';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { listAdjustments } from '@/lib/services/adjustments/list-adjustments';
import { listCycles } from '@/lib/services/cycles/list-cycles';
import { getOperator } from '@/lib/services/operators/get-operator';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('adjustment'))('title') };
}

export default async function AdjustmentsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('adjustment');
  const state = parseListState(await searchParams, {
    sortable: ['created', 'amount'],
    filters: ['state', 'kind', 'account', 'currency'],
    defaultSort: '-created',
  });
  const [page, operator, cycles] = await Promise.all([
    orNotFound(listAdjustments(ctx, state)),
    getOperator(ctx),
    listCycles(ctx, { q: '', sort: null, filters: {}, after: null, pageSize: 50 }),
  ]);
  const billed = cycles.data.flatMap(({ totals }) => totals.map((total) => total.currency));
  const { account = [], currency = [] } = state.filters;
  // There may be any number of accounts: those on this page and those chosen; the search finds the others.
  const accounts = new Map([
    ...account.map((number) => [number, { number, name: number }] as const),
    ...page.data.map(({ billingAccount }) => [billingAccount.number, billingAccount] as const),
  ]);
  const currencies = new Set([operator.currency, ...billed, ...currency]);
  return (
    <>
      <PageHeader title={t('title')} description={t('descriptionOfAll')} />
      <AdjustmentTable
        rows={page.data}
        nextCursor={page.nextCursor}
        timeZone={operator.timeZone}
        choices={{ accounts: [...accounts.values()], currencies: [...currencies].sort() }}
        withdraw={can(ctx.actor, 'adjustment.manage') ? withdrawAdjustment : null}
      />
    </>
  );
}
