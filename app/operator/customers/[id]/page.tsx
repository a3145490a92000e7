import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { cache } from 'react';
import { BillTable } from '@/components/bill/bill-table';
import { DataTable } from '@/components/data-table/data-table';
import { parseListState } from '@/components/data-table/list-state';
import { DescriptionList } from '@/components/ui/description-list';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { listBills } from '@/lib/services/bills/list-bills';
import { getCustomer } from '@/lib/services/parties/get-customer';

/** Read once for the page and its title. */
const readCustomer = cache(async (id: string) => {
  const ctx = await requireContext('operator');
  return { ctx, customer: await orNotFound(getCustomer(ctx, id)) };
});

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { customer } = await readCustomer((await params).id);
  return { title: customer.name };
}

export default async function CustomerPage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const t = await getTranslations('operator.customers');
  const { ctx, customer } = await readCustomer((await params).id);
  const billState = parseListState(await searchParams, {
    prefix: 'bills',
    sortable: ['period', 'total'],
    defaultSort: '-period',
  });
  const bills = await orNotFound(listBills(ctx, { ...billState, filters: { customer: [customer.id] } }));
  return (
    <>
      <PageHeader
        title={customer.name}
        meta={customer.legalName}
        breadcrumbs={[{ label: t('title'), href: '/operator/customers' }, { label: customer.name }]}
      />
      <Section title={t('facts')}>
        <DescriptionList
          columns={2}
          items={[
            { term: t('country'), detail: customer.country },
            { term: t('vatId'), detail: customer.vatId ?? t('none') },
            {
              term: t('address'),
              detail: `${customer.address.street}, ${customer.address.postcode} ${customer.address.town}`,
            },
            { term: t('email'), detail: customer.email ?? t('none') },
          ]}
        />
      </Section>
      <Section title={t('accounts')} description={t('accountsDescription')}>
        <DataTable
          label={t('accounts')}
          mode="client"
          filters={[]}
          nextCursor={null}
          columns={[
            { id: 'number', header: t('account'), kind: 'text' },
            { id: 'currency', header: t('currency'), kind: 'code' },
            { id: 'cycle', header: t('cycle'), kind: 'text' },
            { id: 'products', header: t('products'), kind: 'number' },
            { id: 'openedOn', header: t('openedOn'), kind: 'date' },
          ]}
          rows={customer.accounts.map((account) => ({
            id: account.id,
            href: `/operator/accounts/${account.number}`,
            number: { text: account.name, secondary: account.number },
            currency: account.currency,
            cycle: { text: account.cycleSpec.name, secondary: account.timeZone },
            products: String(account.activeProducts),
            openedOn: account.openedOn,
          }))}
          empty={{ title: t('noAccounts') }}
        />
      </Section>
      <Section title={t('bills')}>
        <BillTable
          bills={bills.data}
          nextCursor={bills.nextCursor}
          home="/operator/bills"
          without={['customer']}
          prefix="bills"
          searchable={false}
          empty={{ title: t('noBills') }}
        />
      </Section>
    </>
  );
}
