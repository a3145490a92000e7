import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { DataTable } from '@/components/data-table/data-table';
import { parseListState } from '@/components/data-table/list-state';
import { PageHeader } from '@/components/ui/page-header';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { listPartyBalances } from '@/lib/services/ledger/read-balances';

type Props = { params: Promise<{ account: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('ledger');
  const { account } = await params;
  return { title: t.has(`account.${account}`) ? t(`account.${account}`) : t('title') };
}

/** One account of the books by party. */
export default async function LedgerAccountPage({ params, searchParams }: Props) {
  const ctx = await requireContext('operator');
  const t = await getTranslations('ledger');
  const { account } = await params;
  const search = await searchParams;
  const { currency } = search;
  if (typeof currency !== 'string') notFound();
  const state = parseListState(search, { sortable: ['party'], defaultSort: 'party' });
  const page = await orNotFound(listPartyBalances(ctx, { account, currency }, state));
  const name = t(`account.${account}`);
  return (
    <>
      <PageHeader
        title={name}
        breadcrumbs={[{ label: t('title'), href: '/operator/ledger' }, { label: name }]}
        meta={currency}
      />
      <DataTable
        label={name}
        searchable={page.ofCustomers}
        nextCursor={page.nextCursor}
        columns={[
          { id: 'party', header: t('table.party'), kind: 'text', sortable: page.ofCustomers },
          { id: 'debit', header: t('table.debit'), kind: 'money' },
          { id: 'credit', header: t('table.credit'), kind: 'money' },
          { id: 'balance', header: t('table.balance'), kind: 'money' },
          { id: 'postings', header: t('table.postings'), kind: 'number' },
        ]}
        rows={page.data.map((row) => ({
          id: row.partyId,
          href: `/operator/ledger/${account}/${row.partyId}?currency=${currency}`,
          party: row.party ?? t('noParty'),
          debit: { amount: row.debit, currency },
          credit: { amount: row.credit, currency },
          balance: { amount: row.balance, currency },
          postings: row.postings,
        }))}
        empty={{ title: t('none'), description: t('noneDescription') }}
      />
    </>
  );
}
