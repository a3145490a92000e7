import { getTranslations } from 'next-intl/server';
import type { SearchParams } from 'nuqs/server';
import type { ReactNode } from 'react';
import { ProductTable } from '@/components/account/product-table';
import { parseListState } from '@/components/data-table/list-state';
import { Section } from '@/components/ui/section';
import { orNotFound } from '@/lib/http/or-not-found';
import type { RequestContext } from '@/lib/http/request-context';
import { listProducts } from '@/lib/services/products/list-products';

/** What an account has, and had. */
export async function AccountProducts({
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
    prefix: 'products',
    sortable: ['name', 'supplier', 'startedOn'],
    filters: ['state'],
    defaultSort: 'name',
  });
  const products = await orNotFound(
    listProducts(ctx, { ...state, filters: { ...state.filters, account: [account.id] } }),
  );
  return (
    <Section title={t('products')}>
      <ProductTable
        products={products.data}
        nextCursor={products.nextCursor}
        offeringHref="/operator/offerings"
        prefix="products"
      />
    </Section>
  );
}
