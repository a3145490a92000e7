import type { ListQuery, Page } from '@/lib/db/keyset';
import { listTaxCodeRows, type TaxCodeRow } from '@/lib/db/tax-code-mappings';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { findBillingPartner } from '@/lib/services/partner-bills/receiving';

/** The tax codes a partner's bills name, the most money waiting first, each with its tax class here or none. */
export async function listTaxMappings(
  ctx: ServiceContext,
  partner: string | null,
  query: ListQuery,
): Promise<Page<TaxCodeRow>> {
  authorise(ctx, 'partner-bill.read');
  const { id } = await findBillingPartner(ctx, partner);
  return withTenantSql(scopeOf(ctx.actor), (sql) => listTaxCodeRows(sql, id, query));
}
