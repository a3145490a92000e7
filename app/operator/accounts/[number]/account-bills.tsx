import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import type { ReactNode } from 'react';
import { BillTable } from '@/components/bill/bill-table';
import { parseListState } from '@/components/data-table/list-state';
import { Section } from '@/components/ui/section';
import { orNotFound } from '@/lib/http/or-not-found';
import type { RequestContext } from '@/lib/http/request-context';
import { listBills } from '@/lib/services/bills/list-bills';

/** An account's bills, the latest first. */
export async function AccountBills({
  ctx,
  account,
  search,
}: {
  ctx: RequestContext;
  account: { id: string };
  search: SearchParams;
}): Promise<ReactNode> {
  const t = await getTranslations('operator.accounts');
  const state = parseListState(search, {
    prefix: 'bills',
    sortable: ['period', 'total'],
    defaultSort: '-period',
  });
  const bills = await orNotFound(listBills(ctx, { ...state, filters: { account: [account.id] } }));
  return (
    <Section title={t('bills')} description={t('billsDescription')}>
      <BillTable
        bills={bills.data}
        nextCursor={bills.nextCursor}
        home="/operator/bills"
        without={['customer', 'account']}
        prefix="bills"
        searchable={false}
        empty={{ title: t('noBills') }}
      />
    </Section>
  );
}
