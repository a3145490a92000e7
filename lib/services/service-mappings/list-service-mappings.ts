import type { ListQuery, Page } from '@/lib/db/keyset';
import { listServiceRows, type ServiceRow } from '@/lib/db/service-mappings';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { findBillingPartner } from '@/lib/services/partner-bills/receiving';

/** The services a partner's bills name, the most money waiting first, each with what it is here or nothing. */
export async function listServiceMappings(
  ctx: ServiceContext,
  partner: string | null,
  query: ListQuery,
): Promise<Page<ServiceRow>> {
  authorise(ctx, 'partner-bill.read');
  const { id } = await findBillingPartner(ctx, partner);
  return withTenantSql(scopeOf(ctx.actor), (sql) => listServiceRows(sql, id, query));
}
