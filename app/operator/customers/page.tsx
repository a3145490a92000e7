import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { DataTable } from '@/components/data-table/data-table';
import { parseListState } from '@/components/data-table/list-state';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { listCustomers } from '@/lib/services/parties/list-customers';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('operator.customers'))('title') };
}

export default async function CustomersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('operator.customers');
  const state = parseListState(await searchParams, { sortable: ['name', 'country'], defaultSort: 'name' });
  const { data, nextCursor } = await orNotFound(listCustomers(ctx, state));
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <DataTable
        label={t('title')}
        searchable
        filters={[]}
        defaultSort="name"
        nextCursor={nextCursor}
        columns={[
          { id: 'name', header: t('name'), kind: 'text', sortable: true },
          { id: 'country', header: t('country'), kind: 'code', sortable: true },
          { id: 'vatId', header: t('vatId'), kind: 'code' },
          { id: 'accounts', header: t('accounts'), kind: 'number' },
          { id: 'currencies', header: t('currencies'), kind: 'code' },
        ]}
        rows={data.map((customer) => ({
          id: customer.id,
          href: `/operator/customers/${customer.slug}`,
          name: { text: customer.name, secondary: customer.legalName },
          country: customer.country,
          vatId: customer.vatId,
          accounts: String(customer.accountCount),
          currencies: customer.currencies.join(' '),
        }))}
        empty={{ title: t('emptyTitle'), description: t('emptyDescription') }}
      />
    </>
  );
}
