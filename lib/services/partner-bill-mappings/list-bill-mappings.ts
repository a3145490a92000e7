import type { ListQuery, Page } from '@/lib/db/keyset';
import { listPartnerBillMappingRows, type PartnerBillMappingListRow } from '@/lib/db/partner-bill-mappings';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** Mappings in their current versions, by name; a partner sees its own. */
export async function listBillMappings(
  ctx: ServiceContext,
  query: ListQuery,
): Promise<Page<PartnerBillMappingListRow>> {
  authorise(ctx, 'partner-bill.read');
  return withTenantSql(scopeOf(ctx.actor), (sql) => listPartnerBillMappingRows(sql, query));
}
