import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { BillTable } from '@/components/bill/bill-table';
import { parseListState } from '@/components/data-table/list-state';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { listBills } from '@/lib/services/bills/list-bills';
import { readStandings } from '@/lib/services/payments/read-standings';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('customer.bills'))('title') };
}

export default async function CustomerBillsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requireContext('customer');
  const t = await getTranslations('customer.bills');
  const state = parseListState(await searchParams, {
    sortable: ['period', 'total'],
    defaultSort: '-period',
  });
  const bills = await orNotFound(listBills(ctx, state));
  const standings = await readStandings(ctx, bills.data);
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <BillTable
        bills={bills.data}
        standings={standings}
        nextCursor={bills.nextCursor}
        home="/customer/bills"
        without={['customer', 'state']}
        empty={{ title: t('emptyTitle'), description: t('emptyDescription') }}
      />
    </>
  );
}
