import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import { AccountFacts } from '@/components/account/account-facts';
import { DiscountTable } from '@/components/account/discount-table';
import { ProductTable } from '@/components/account/product-table';
import { parseListState } from '@/components/data-table/list-state';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { requireContext } from '@/lib/auth/viewer';
import { orNotFound } from '@/lib/http/or-not-found';
import { getAccount } from '@/lib/services/accounts/get-account';
import { listAccounts } from '@/lib/services/accounts/list-accounts';
import { listProducts } from '@/lib/services/products/list-products';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('customer.products'))('title') };
}

/** What the customer has, and the accounts it is billed to. */
export default async function CustomerProductsPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}) {
  const ctx = await requireContext('customer');
  const t = await getTranslations('customer.products');
  const state = parseListState(await searchParams, {
    sortable: ['name', 'supplier', 'startedOn'],
    filters: ['state'],
    defaultSort: 'name',
  });
  const [products, list] = await Promise.all([
    orNotFound(listProducts(ctx, state)),
    listAccounts(ctx, { q: '', sort: null, filters: {}, after: null, pageSize: 25 }),
  ]);
  const accounts = await Promise.all(list.data.map(({ id }) => getAccount(ctx, id)));
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <ProductTable
        products={products.data}
        nextCursor={products.nextCursor}
        showAccount={accounts.length > 1}
      />
      <div className="pt-10">
        {accounts.map((account) => (
          <Section key={account.id} title={account.name} description={account.number}>
            <AccountFacts account={account} />
            {account.discounts.length > 0 ? (
              <div className="pt-4">
                <DiscountTable discounts={account.discounts} currency={account.currency} />
              </div>
            ) : null}
          </Section>
        ))}
      </div>
    </>
  );
}
