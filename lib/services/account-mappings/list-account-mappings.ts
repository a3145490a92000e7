import { type ExternalAccountRow, listExternalAccounts } from '@/lib/db/account-mappings';
import type { ListQuery, Page } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { findBillingPartner } from '@/lib/services/partner-bills/receiving';

/** The accounts a partner's bills name, the most money waiting first, each with its billing account or none. */
export async function listAccountMappings(
  ctx: ServiceContext,
  partner: string | null,
  query: ListQuery,
): Promise<Page<ExternalAccountRow>> {
  authorise(ctx, 'partner-bill.read');
  const { id } = await findBillingPartner(ctx, partner);
  return withTenantSql(scopeOf(ctx.actor), (sql) => listExternalAccounts(sql, id, query));
}
