import type { ListQuery, Page } from '@/lib/db/keyset';
import { listProducts as listProductRows, type ProductListRow } from '@/lib/db/products';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type ProductListItem = ProductListRow & { state: 'planned' | 'active' | 'ended' };

/** What accounts have; a customer sees its own. The state is as of the context's day. */
export async function listProducts(ctx: ServiceContext, query: ListQuery): Promise<Page<ProductListItem>> {
  authorise(ctx, 'account.read');
  const today = ctx.now.slice(0, 10);
  const page = await withTenantSql(scopeOf(ctx.actor), (sql) => listProductRows(sql, today, query));
  return { ...page, data: page.data.map((row) => ({ ...row, state: stateOf(row, today) })) };
}

function stateOf({ startedOn, endedOn }: ProductListRow, today: string): ProductListItem['state'] {
  if (startedOn > today) return 'planned';
  return endedOn !== null && endedOn <= today ? 'ended' : 'active';
}
