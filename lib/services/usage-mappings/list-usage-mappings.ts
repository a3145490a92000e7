import type { ListQuery, Page } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import { listUsageMappingRows, type UsageMappingListRow } from '@/lib/db/usage-mappings';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** Mappings in their current versions, by name; a partner sees its own. */
export async function listUsageMappings(
  ctx: ServiceContext,
  query: ListQuery,
): Promise<Page<UsageMappingListRow>> {
  authorise(ctx, 'usage.read');
  return withTenantSql(scopeOf(ctx.actor), (sql) => listUsageMappingRows(sql, query));
}
