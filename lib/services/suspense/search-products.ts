import { findOperator } from '@/lib/db/operators';
import { listProducts } from '@/lib/db/products';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type ProductChoice = { reference: string; name: string; account: string };

/** Products that a sender may name, by reference or name; the first twenty. A partner finds its own. */
export async function searchProducts(
  ctx: ServiceContext,
  { q, senderId }: { q: string; senderId: string },
): Promise<ProductChoice[]> {
  authorise(ctx, 'usage.send');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const isOwn = senderId === (await findOperator(sql))!.partyId;
    const filters = isOwn ? {} : { supplier: [senderId] };
    const query = { q, sort: { id: 'reference', descending: false }, filters, after: null, pageSize: 20 };
    const { data } = await listProducts(sql, ctx.now.slice(0, 10), query);
    return data.map(({ reference, name, accountNumber }) => ({ reference, name, account: accountNumber }));
  });
}
