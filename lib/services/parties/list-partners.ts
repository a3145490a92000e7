import type { ListQuery, Page } from '@/lib/db/keyset';
import { listPartners as listPartnerRows, type PartnerListRow } from '@/lib/db/parties';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { authorise, type ServiceContext } from '@/lib/services/context';

export type PartnerListItem = PartnerListRow;

/** Partners of the operator; a partner sees itself and those it has an agreement with. */
export async function listPartners(ctx: ServiceContext, query: ListQuery): Promise<Page<PartnerListItem>> {
  authorise(ctx, 'partner.read');
  return withTenantSql(scopeOf(ctx.actor), (sql) => listPartnerRows(sql, query));
}
